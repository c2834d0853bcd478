package org.losses4j.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.losses4j.Objective;
import org.losses4j.conformance.Execution;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

/** The adapter under test: an objective computed in float64, and its gradients collected, as in training. */
public final class DjlExecution implements Execution {
    private final String name;
    private final ObjectiveExecutor executor;

    private DjlExecution(String name, @Nullable Road road) {
        this.name = name;
        this.executor = new ObjectiveExecutor(road);
    }

    /** What the adapter would choose: {@code djl}. */
    public static DjlExecution automatic() {
        return new DjlExecution("djl", null);
    }

    /** A road by force: {@code djl-autograd} and so on. */
    public static DjlExecution on(Road road) {
        return new DjlExecution("djl-" + road.name().toLowerCase(Locale.ROOT), road);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Outcome run(Objective objective, Map<String, ReferenceTensor> inputs, List<String> gradients) {
        try (NDManager manager = NDManager.newBaseManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            inputs.forEach((role, tensor) -> {
                NDArray array = manager.create(tensor.toArray(), DjlShapes.toDjl(tensor.shape()));
                array.setRequiresGradient(gradients.contains(role));
                arrays.put(role, array);
            });
            NDArray value = executor.value(objective, arrays);
            if (value.hasGradient()) {
                collector.backward(value);
            }
            Map<String, Tensor> collected = new LinkedHashMap<>();
            for (String role : gradients) {
                NDArray array = arrays.get(role);
                if (array == null) {
                    throw new IllegalArgumentException("No gradient by '" + role + "': the inputs are " + inputs.keySet());
                }
                collected.put(role, reference(array.getGradient()));
            }
            return new Outcome(reference(value), collected);
        }
    }

    private static Tensor reference(NDArray array) {
        return ReferenceTensor.of(array.toDoubleArray(), DjlShapes.of(array).toArray());
    }
}
