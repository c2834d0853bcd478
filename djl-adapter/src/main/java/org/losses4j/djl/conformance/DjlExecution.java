package org.losses4j.djl.conformance;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.training.GradientCollector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.losses4j.Objective;
import org.losses4j.conformance.Execution;
import org.losses4j.conformance.Placement;
import org.losses4j.djl.execution.ExecutionMode;
import org.losses4j.djl.internal.array.DjlShapes;
import org.losses4j.djl.internal.execution.ObjectiveExecutor;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

/** Runs the test kit's cases through the DJL adapter, in float64, and collects gradients as a training does. */
public final class DjlExecution implements Execution {
    private final String name;
    private final ObjectiveExecutor executor;
    private final ExecutionMode mode;

    private final @Nullable Device device;

    private DjlExecution(String name, ExecutionMode mode, @Nullable Device device) {
        this.name = name;
        this.device = device;
        this.mode = mode;
        this.executor = new ObjectiveExecutor(mode, new org.losses4j.engine.Engine(), 0);
    }

    /** An execution in the mode that the adapter chooses: {@code djl}. */
    public static DjlExecution automatic() {
        return new DjlExecution("djl", ExecutionMode.AUTOMATIC, null);
    }

    /** An execution in a given mode: {@code djl-operations} and so on; {@code djl} for the automatic one. */
    public static DjlExecution on(ExecutionMode mode) {
        return new DjlExecution("djl-" + mode.name().toLowerCase(Locale.ROOT), mode, null);
    }

    /** The same execution on a device. */
    public DjlExecution on(Device device) {
        return new DjlExecution(name + "-" + device, mode, device);
    }

    @Override
    public String name() {
        return name;
    }

    /** The mode that the adapter takes for these inputs. */
    public ExecutionMode executionMode(
            Objective objective, Map<String, ReferenceTensor> inputs, List<String> gradients) {
        try (NDManager manager = NDManager.newBaseManager(device);
                GradientCollector ignored = Engine.getInstance().newGradientCollector()) {
            return executor.mode(objective, arrays(inputs, Map.of(), gradients, manager), Set.copyOf(gradients));
        }
    }

    private static Map<String, NDArray> arrays(
            Map<String, ReferenceTensor> inputs,
            Map<String, Placement> placements,
            List<String> gradients,
            NDManager manager) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        inputs.forEach((role, tensor) -> {
            Placement placement = placements.get(role);
            NDArray array = placement == null || tensor.shape().rank() == 0
                    ? manager.create(tensor.toArray(), DjlShapes.toDjl(tensor.shape()))
                    : view(tensor, placement, manager);
            array.setRequiresGradient(gradients.contains(role));
            arrays.put(role, array);
        });
        return arrays;
    }

    /** The tensor's values as a view of a larger array, laid out as the placement says. */
    private static NDArray view(ReferenceTensor tensor, Placement placement, NDManager manager) {
        org.losses4j.tensor.Shape shape = tensor.shape();
        int rank = shape.rank();
        NDArray memory = manager.create(placement.scatter(tensor)).get(new NDIndex(placement.offset() + ":"));
        long[] stacked = new long[rank + 1];
        int[] back = new int[rank];
        for (int i = 0; i < rank; i++) {
            int axis = placement.order().get(i);
            stacked[i] = shape.extent(axis);
            back[axis] = i;
        }
        stacked[rank] = placement.gap();
        return memory.reshape(stacked).get(new NDIndex("..., 0")).transpose(back);
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
        try (NDManager manager = NDManager.newBaseManager(device);
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            Map<String, NDArray> arrays = arrays(inputs, placements, gradients, manager);
            NDArray value = executor.value(objective, arrays, Set.copyOf(gradients));
            Map<String, Tensor> collected = new LinkedHashMap<>();
            if (!gradients.isEmpty()) {
                collector.backward(value.sum().add(nothing(arrays, gradients)));
                gradients.forEach(role ->
                        collected.put(role, reference(wanted(arrays, role).getGradient())));
            }
            return new Outcome(reference(value), collected);
        }
    }

    /** A sum that is 0 and depends on every role, so that every role has a gradient, be it 0. */
    private static NDArray nothing(Map<String, NDArray> arrays, List<String> gradients) {
        return gradients.stream()
                .map(role -> wanted(arrays, role))
                .map(array -> array.mul(array.zerosLike()).sum())
                .reduce(NDArray::add)
                .orElseThrow();
    }

    private static NDArray wanted(Map<String, NDArray> arrays, String role) {
        return Objects.requireNonNull(arrays.get(role), () -> "There is no input '" + role + "' to derive by");
    }

    private static Tensor reference(NDArray array) {
        return ReferenceTensor.of(array.toDoubleArray(), DjlShapes.of(array).toArray());
    }
}
