package org.losses4j.dl4j;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.losses4j.Inputs;
import org.losses4j.Objective;
import org.losses4j.Programs;
import org.losses4j.conformance.Execution;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Computes objectives on ND4J arrays: the one place that decides how.
 *
 * <p>The recorded formula and its derived gradient are evaluated operation by operation over the arrays, on whatever
 * backend holds them. The computation is in DOUBLE if the first input is, else in FLOAT; gradients come back in the type
 * of the input that they belong to. Inputs are neither changed nor kept, and no result shares memory with them. Safe for
 * several threads.
 */
public final class Nd4jExecution implements Execution {
    private final Programs programs = new Programs();

    /**
     * A value and its gradients.
     *
     * @param value a scalar, or the units' values where the batch is not reduced
     * @param gradients of the value's sum, by role
     */
    public record Result(INDArray value, Map<String, INDArray> gradients) {}

    /**
     * Checks the inputs and computes.
     *
     * @param inputs by role; any order, strides and type
     * @param gradients the roles that the gradient of the value's sum is wanted by
     * @throws IllegalArgumentException naming loss, role, got, wanted and the likely fix
     */
    public Result compute(Objective objective, Map<String, INDArray> inputs, List<String> gradients) {
        Map<String, Tensor> tensors = tensors(objective, inputs);
        Map<String, Shape> shapes = Inputs.of(tensors).shapes();
        List<Tensor> results =
                programs.value(objective, shapes).withGradient(gradients).evaluate(tensors);
        Map<String, INDArray> byRole = new LinkedHashMap<>();
        for (int i = 0; i < gradients.size(); i++) {
            String role = gradients.get(i);
            INDArray gradient = ((Nd4jTensor) results.get(i + 1)).array();
            INDArray input = Objects.requireNonNull(inputs.get(role), role);
            byRole.put(role, own(gradient, inputs, byRole).castTo(type(input, gradient)));
        }
        return new Result(own(((Nd4jTensor) results.get(0)).array(), inputs, byRole), byRole);
    }

    /**
     * Each example's share of the objective's value, [N], as {@link Objective#perExample} scales it.
     *
     * @throws IllegalArgumentException naming loss, role, got, wanted and the likely fix
     */
    public INDArray perExample(Objective objective, Map<String, INDArray> inputs) {
        Map<String, Tensor> tensors = tensors(objective, inputs);
        Tensor shares = programs.perExample(objective, Inputs.of(tensors).shapes())
                .value()
                .evaluate(tensors)
                .get(0);
        return own(((Nd4jTensor) shares).array(), inputs, Map.of());
    }

    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public Outcome run(Objective objective, Map<String, ReferenceTensor> inputs, List<String> gradients) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        inputs.forEach((role, tensor) -> arrays.put(role, toArray(tensor)));
        Result result = compute(objective, arrays, gradients);
        Map<String, Tensor> byRole = new LinkedHashMap<>();
        result.gradients().forEach((role, gradient) -> byRole.put(role, Nd4jTensor.of(gradient)));
        return new Outcome(Nd4jTensor.of(result.value()), byRole);
    }

    /** The values of a tensor as an array of DOUBLE. */
    static INDArray toArray(Tensor tensor) {
        Tensor any = Nd4jTensor.of(Nd4j.scalar(DataType.DOUBLE, 0));
        return ((Nd4jTensor) any.array(tensor.toArray(), tensor.shape())).array();
    }

    private static Map<String, Tensor> tensors(Objective objective, Map<String, INDArray> inputs) {
        INDArray first = inputs.get(objective.roles().get(0).name());
        DataType type = Nd4jTensor.computedIn(first == null ? any(inputs) : first);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        inputs.forEach((role, array) -> tensors.put(role, Nd4jTensor.of(array, type)));
        Inputs given = Inputs.of(tensors);
        objective.checkShapes(given.shapes());
        objective.checkValues(given);
        return tensors;
    }

    private static INDArray any(Map<String, INDArray> inputs) {
        return inputs.values().stream()
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("An objective needs inputs, got none"));
    }

    private static DataType type(INDArray input, INDArray gradient) {
        return input.dataType().isFPType() ? input.dataType() : gradient.dataType();
    }

    /** The array, or a copy if it lies in the memory of an input or of another result. */
    private static INDArray own(INDArray result, Map<String, INDArray> inputs, Map<String, INDArray> results) {
        boolean shared = inputs.values().stream().anyMatch(other -> sharesMemory(result, other))
                || results.values().stream().anyMatch(other -> sharesMemory(result, other));
        return shared ? result.dup('c') : result;
    }

    private static boolean sharesMemory(INDArray a, INDArray b) {
        return !a.isEmpty()
                && !b.isEmpty()
                && (a == b
                        || a.data() == b.data()
                        || a.data().address() == b.data().address());
    }
}
