package org.losses4j.djl.torchscript;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.losses4j.Objective;
import org.losses4j.djl.execution.DjlTensor;
import org.losses4j.djl.execution.ExecutionMode;
import org.losses4j.djl.internal.array.DjlShapes;
import org.losses4j.djl.internal.execution.ObjectiveExecutor;
import org.losses4j.djl.internal.torchscript.TorchScriptArchive;
import org.losses4j.djl.internal.torchscript.TorchScriptModule;
import org.losses4j.djl.internal.torchscript.TorchScriptText;
import org.losses4j.engine.memory.Precision;
import org.losses4j.execution.CarriedAxes;
import org.losses4j.execution.Programs;
import org.losses4j.graph.Graph;
import org.losses4j.graph.HostOp;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;

/**
 * The TorchScript module by which {@link ExecutionMode#TORCHSCRIPT} computes an objective for inputs of some shapes, as it was
 * loaded in DJL.
 *
 * <p>Its {@code forward} takes the inputs in the order of the roles, all of the module's type, and then the literals. It gives
 * the value, and autograd's gradients of the value's sum are the derived gradients.
 *
 * @param code the methods, in TorchScript's serialized form
 * @param roles the roles of the inputs, in the order of the parameters
 * @param literals the formula's own arrays, which follow the inputs
 */
public record ObjectiveModule(String code, List<String> roles, List<ReferenceTensor> literals) {

    public ObjectiveModule {
        roles = List.copyOf(roles);
        literals = List.copyOf(literals);
    }

    /**
     * The module for inputs of these shapes, which is run once in DJL.
     *
     * @param inputs the inputs by role
     * @param gradients the roles of the inputs that gradients flow to
     * @param precision the type of the inputs and of all that is computed
     * @throws IllegalArgumentException if the inputs are not the objective's
     * @throws UnsupportedOperationException if TorchScript cannot express the objective; the message says why
     */
    public static ObjectiveModule of(
            Objective objective, Map<String, ReferenceTensor> inputs, List<String> gradients, Precision precision) {
        List<ObjectiveModule> loaded = new ArrayList<>();
        ObjectiveExecutor executor = new ObjectiveExecutor(
                ExecutionMode.TORCHSCRIPT, new org.losses4j.engine.Engine(), 0, (methods, constants) -> {
                    loaded.add(new ObjectiveModule(methods, List.copyOf(inputs.keySet()), literals(constants)));
                    return new TorchScriptModule(methods, constants);
                });
        ExecutionMode mode;
        try (NDManager manager = NDManager.newBaseManager();
                GradientCollector ignored = Engine.getInstance().newGradientCollector()) {
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            inputs.forEach((role, tensor) -> {
                NDArray array = array(tensor, precision, manager);
                array.setRequiresGradient(gradients.contains(role));
                arrays.put(role, array);
            });
            executor.value(objective, arrays, Set.copyOf(gradients));
            mode = executor.mode(objective, arrays, Set.copyOf(gradients));
        }
        if (mode != ExecutionMode.TORCHSCRIPT || loaded.isEmpty()) {
            throw new UnsupportedOperationException(reason(objective, inputs, gradients));
        }
        return loaded.get(0);
    }

    /** The module as a file that {@code torch.jit.load} reads. */
    public byte[] archive() {
        return TorchScriptArchive.of(code);
    }

    private static NDArray array(ReferenceTensor tensor, Precision precision, NDManager manager) {
        ai.djl.ndarray.types.Shape shape = DjlShapes.toDjl(tensor.shape());
        double[] values = tensor.toArray();
        if (precision == Precision.FLOAT64) {
            return manager.create(values, shape);
        }
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = (float) values[i];
        }
        return manager.create(rounded, shape);
    }

    private static List<ReferenceTensor> literals(Function<NDManager, List<NDArray>> constants) {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            return constants.apply(manager).stream()
                    .map(array -> ReferenceTensor.of(
                            DjlTensor.of(array).toArray(), DjlShapes.of(array).toArray()))
                    .toList();
        }
    }

    /** Why there is no module of an objective that was computed otherwise. */
    private static String reason(Objective objective, Map<String, ReferenceTensor> inputs, List<String> gradients) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        inputs.forEach((role, tensor) -> shapes.put(role, tensor.shape()));
        Graph graph;
        try {
            graph = Programs.asFormulas(1).value(objective, shapes).withGradient(gradients);
        } catch (RuntimeException e) {
            return "its formula cannot be recorded: " + e.getMessage();
        }
        if (!TorchScriptText.canWrite(graph)) {
            return graph.nodes().stream()
                    .filter(node -> node.op() instanceof HostOp)
                    .map(node -> ((HostOp) node.op()).function().getClass().getSimpleName())
                    .distinct()
                    .collect(Collectors.joining(", ", "PyTorch has no kernel for ", ""));
        }
        Shape value = graph.outputs().get(0).shape();
        return CarriedAxes.of(objective, shapes, value, gradients).isEmpty()
                ? "values of single units that depend on one another cannot carry their gradients"
                : "the module failed; the log says how";
    }
}
