package org.losses4j.dl4j.nd4j;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.losses4j.dl4j.internal.array.HostMemory;
import org.losses4j.dl4j.internal.array.Nd4jShapes;
import org.losses4j.engine.memory.Elements;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.execution.FusedObjective;
import org.losses4j.execution.FusedObjectives;
import org.losses4j.tensor.Shape;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** An objective compiled for arrays of given shapes, strides and types. Safe for several threads. */
final class ArrayProgram {
    private final FusedObjective fused;
    private final DataType type;
    private final List<HostMemory> inputs;
    private final List<NewArray> gradients;

    /** The array of a gradient, to be made for each run. */
    private record NewArray(String role, long[] shape, char order, HostMemory memory) {}

    /**
     * The outcome of a run.
     *
     * @param value a single number unless the batch is not reduced; empty if it was not wanted
     */
    record Outcome(double[] value, Map<String, INDArray> gradients) {}

    private ArrayProgram(FusedObjective fused, DataType type, List<HostMemory> inputs, List<NewArray> gradients) {
        this.fused = fused;
        this.type = type;
        this.inputs = inputs;
        this.gradients = gradients;
    }

    /** Prepares; empty if the engine does not take the objective, or cannot reach the arrays. */
    static Optional<ArrayProgram> of(FusedObjectives objectives, CallSignature call, Map<String, INDArray> arrays) {
        DataType type = ArrayExecution.computedIn(call.objective(), arrays);
        Map<String, Layout> layouts = new LinkedHashMap<>();
        List<HostMemory> inputs = new ArrayList<>();
        for (Map.Entry<String, INDArray> input : arrays.entrySet()) {
            INDArray array = input.getValue();
            Optional<HostMemory> memory = array.dataType() == type ? HostMemory.of(array) : castMemory(array, type);
            if (memory.isEmpty()) {
                return Optional.empty();
            }
            inputs.add(memory.get());
            layouts.put(input.getKey(), memory.get().layout());
        }
        Map<String, Layout> targets = new LinkedHashMap<>();
        List<NewArray> gradients = new ArrayList<>();
        for (String role : call.gradients()) {
            INDArray array = Objects.requireNonNull(arrays.get(role), role);
            if (array.dataType() != type) {
                return Optional.empty();
            }
            HostMemory memory = HostMemory.ofNew(Nd4jShapes.of(array), array.ordering(), type);
            gradients.add(new NewArray(role, array.shape().clone(), array.ordering(), memory));
            targets.put(role, memory.layout());
        }
        Precision precision = type == DataType.DOUBLE ? Precision.FLOAT64 : Precision.FLOAT32;
        return objectives
                .prepare(call.objective(), call.wanted(), precision, layouts, targets, call.factor())
                .map(fused -> new ArrayProgram(fused, type, inputs, gradients));
    }

    /** The memory that ND4J gives to the copy of an array in another type. */
    private static Optional<HostMemory> castMemory(INDArray array, DataType type) {
        return array.isEmpty() || array.length() * type.width() > Integer.MAX_VALUE
                ? Optional.empty()
                : Optional.of(HostMemory.ofNew(Nd4jShapes.of(array), array.ordering(), type));
    }

    /** The shape of the value. */
    Shape valueShape() {
        return fused.valueShape();
    }

    /** The type of the computation and of the gradients. */
    DataType type() {
        return type;
    }

    /**
     * Checks the values of arrays and computes.
     *
     * @param arrays arrays of the shapes, strides and types that this was compiled for
     * @throws IllegalArgumentException naming loss, role, got, wanted and the likely fix if a value is not allowed
     */
    Outcome run(Map<String, INDArray> arrays) {
        List<INDArray> read = new ArrayList<>(inputs.size());
        List<Elements> elements = new ArrayList<>(inputs.size());
        for (INDArray array : arrays.values()) {
            INDArray computed = array.castTo(type);
            elements.add(inputs.get(read.size()).elements(computed));
            read.add(computed);
        }
        Map<String, INDArray> made = new LinkedHashMap<>();
        List<Elements> targets = new ArrayList<>(gradients.size());
        for (NewArray gradient : gradients) {
            INDArray array = Nd4j.createUninitialized(type, gradient.shape(), gradient.order());
            targets.add(gradient.memory().elements(array));
            made.put(gradient.role(), array);
        }
        try {
            return new Outcome(fused.run(elements, targets), made);
        } finally {
            // The engine sees addresses only: the arrays must outlive its run.
            Reference.reachabilityFence(read);
            Reference.reachabilityFence(made);
        }
    }
}
