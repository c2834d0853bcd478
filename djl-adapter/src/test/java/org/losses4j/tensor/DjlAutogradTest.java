package org.losses4j.tensor;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.djl.execution.DjlTensor;
import org.losses4j.graph.Program;

/** DJL's own autograd through every primitive gives the gradients that the core derives. */
class DjlAutogradTest {

    static List<Primitive> primitives() {
        return Primitives.all();
    }

    @ParameterizedTest
    @MethodSource("primitives")
    void agreesWithTheDerivedGradient(Primitive primitive) {
        for (List<ReferenceTensor> operands : primitive.operands()) {
            List<Tensor> wanted = derived(primitive, operands);
            List<Tensor> got = collected(primitive, operands);
            for (int i = 0; i < wanted.size(); i++) {
                // Which way the gradient goes at NaN is of no use to anyone.
                Tensor isNumber = operands.get(i).equal(operands.get(i));
                Primitive.assertSame(
                        "gradient " + i + " of " + primitive + " of " + operands,
                        isNumber.where(got.get(i), 0),
                        isNumber.where(wanted.get(i), 0),
                        1e-12);
            }
        }
    }

    private static List<Tensor> derived(Primitive primitive, List<ReferenceTensor> operands) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        Map<String, org.losses4j.tensor.Shape> shapes = new LinkedHashMap<>();
        for (ReferenceTensor operand : operands) {
            String name = "x" + inputs.size();
            inputs.put(name, operand);
            shapes.put(name, operand.shape());
        }
        List<Tensor> results = Program.record(
                        shapes, traced -> primitive.operation().apply(List.copyOf(traced.values())))
                .withGradient(List.copyOf(shapes.keySet()))
                .evaluate(inputs);
        return results.subList(1, results.size());
    }

    private static List<Tensor> collected(Primitive primitive, List<ReferenceTensor> operands) {
        try (NDManager manager = NDManager.newBaseManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            List<NDArray> arrays = operands.stream()
                    .map(operand -> {
                        long[] extents = Arrays.stream(operand.shape().toArray())
                                .asLongStream()
                                .toArray();
                        NDArray array = manager.create(operand.toArray(), new Shape(extents));
                        array.setRequiresGradient(true);
                        return array;
                    })
                    .toList();
            List<Tensor> tensors =
                    arrays.stream().map(array -> (Tensor) DjlTensor.of(array)).toList();
            NDArray result = ((DjlTensor) primitive.operation().apply(tensors)).array();
            collector.backward(result.add(arrays.get(0).mul(0).sum()));
            return arrays.stream()
                    .map(array -> (Tensor) ReferenceTensor.of(
                            DjlTensor.of(array.getGradient()).toArray(),
                            DjlTensor.of(array).shape().toArray()))
                    .toList();
        }
    }
}
