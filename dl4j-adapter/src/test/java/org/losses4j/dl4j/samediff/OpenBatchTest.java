package org.losses4j.dl4j.samediff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.conformance.Execution;
import org.losses4j.conformance.LossSample;
import org.losses4j.conformance.ReferenceExecution;
import org.losses4j.dl4j.internal.array.Nd4jShapes;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One graph serves batches of any size, of one example too, with every loss. */
class OpenBatchTest {

    private static final Set<String> ON_THE_HOST = Set.of("ctc", "rnnt");

    static List<LossSample> samples() {
        return LossSample.all().stream()
                .filter(sample -> !ON_THE_HOST.contains(sample.objective().name()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void servesEverySize(LossSample sample) {
        SameDiff sd = SameDiff.create();
        Map<String, SDVariable> variables = new LinkedHashMap<>();
        sample.inputs().forEach((role, tensor) -> {
            long[] shape = Nd4jShapes.toArray(tensor.shape());
            if (hasBatch(sample, role)) {
                shape[0] = -1;
            }
            variables.put(role, sd.placeHolder(role, DataType.DOUBLE, shape));
        });
        String[] trained = sample.trainedRoles().toArray(String[]::new);
        SameDiffObjective.of(sample.objective()).loss(sd, "loss", variables);
        sd.createGradFunction(trained);
        // Losses that mine triplets refuse a batch of one class; variances over the batch have a rule of their own for
        // one.
        int[] sizes = sample.loss().valueCheck().isPresent()
                ? new int[] {4, 5}
                : sample.overBatch() ? new int[] {2, 5} : new int[] {1, 2, 5};
        for (int size : sizes) {
            Map<String, ReferenceTensor> inputs = new LinkedHashMap<>();
            sample.inputs()
                    .forEach((role, tensor) -> inputs.put(role, hasBatch(sample, role) ? first(tensor, size) : tensor));
            Execution.Outcome wanted = new ReferenceExecution().run(sample.objective(), inputs, List.of(trained));
            Map<String, INDArray> arrays = new HashMap<>();
            inputs.forEach((role, tensor) -> arrays.put(
                    role, Nd4j.create(tensor.toArray(), Nd4jShapes.toArray(tensor.shape()), DataType.DOUBLE)));
            double value = wanted.value().item();
            assertEquals(value, sd.outputSingle(arrays, "loss").getDouble(0), 1e-10 * Math.abs(value) + 1e-12);
            Map<String, INDArray> gradients = sd.calculateGradients(arrays, trained);
            wanted.gradients()
                    .forEach((role, gradient) -> assertArrayEquals(
                            gradient.toArray(),
                            gradients.get(role).ravel().toDoubleVector(),
                            1e-10,
                            role + " " + size));
        }
    }

    private static boolean hasBatch(LossSample sample, String role) {
        return sample.objective().role(role).extent().isOfExamples();
    }

    private static ReferenceTensor first(ReferenceTensor tensor, int size) {
        Shape shape = tensor.shape().with(0, size);
        return ReferenceTensor.of(Arrays.copyOf(tensor.toArray(), shape.size()), shape.toArray());
    }
}
