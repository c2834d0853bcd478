package org.losses4j.dl4j.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.losses4j.Objective;
import org.losses4j.conformance.Execution;
import org.losses4j.conformance.Placement;
import org.losses4j.dl4j.internal.array.Nd4jShapes;
import org.losses4j.dl4j.nd4j.ExecutionMode;
import org.losses4j.dl4j.nd4j.Nd4jExecution;
import org.losses4j.dl4j.nd4j.Nd4jTensor;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runs the cases of the test kit on ND4J arrays. */
public final class Nd4jConformance implements Execution {
    private final ExecutionMode mode;
    private final Nd4jExecution execution;

    public Nd4jConformance(ExecutionMode mode) {
        this.mode = mode;
        this.execution = new Nd4jExecution(mode);
    }

    /** {@code nd4j} for INDArray operations alone, else {@code nd4j-fused}. */
    @Override
    public String name() {
        return mode == ExecutionMode.OPERATIONS ? "nd4j" : "nd4j-fused";
    }

    @Override
    public Outcome run(Objective objective, Map<String, ReferenceTensor> inputs, List<String> gradients) {
        return run(objective, inputs, Map.of(), gradients);
    }

    @Override
    public Outcome run(
            Objective objective,
            Map<String, ReferenceTensor> inputs,
            Map<String, Placement> placements,
            List<String> gradients) {
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        inputs.forEach((role, tensor) -> {
            Placement placement = placements.get(role);
            arrays.put(role, placement == null ? toArray(tensor) : toView(tensor, placement));
        });
        Nd4jExecution.Result result = execution.compute(objective, arrays, gradients);
        Map<String, Tensor> byRole = new LinkedHashMap<>();
        result.gradients().forEach((role, gradient) -> byRole.put(role, Nd4jTensor.of(gradient)));
        return new Outcome(Nd4jTensor.of(result.value()), byRole);
    }

    /** The tensor's values as a view of a larger array, laid out as {@code placement} says. */
    private static INDArray toView(Tensor tensor, Placement placement) {
        double[] memory = placement.scatter(tensor);
        if (memory.length == 0 || tensor.shape().rank() == 0) {
            return toArray(tensor);
        }
        long[] strides = placement.layout(tensor.shape()).strides().stream()
                .mapToLong(Integer::longValue)
                .toArray();
        INDArray whole = Nd4j.createFromArray(memory);
        return Nd4j.create(whole.data(), Nd4jShapes.toArray(tensor.shape()), strides, placement.offset(), 'c');
    }

    /** The values of a tensor as an array of DOUBLE. */
    static INDArray toArray(Tensor tensor) {
        Tensor any = Nd4jTensor.of(Nd4j.scalar(DataType.DOUBLE, 0));
        return ((Nd4jTensor) any.array(tensor.toArray(), tensor.shape())).array();
    }
}
