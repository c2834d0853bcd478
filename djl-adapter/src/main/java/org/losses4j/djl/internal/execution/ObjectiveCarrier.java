package org.losses4j.djl.internal.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.losses4j.LossObjective;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.djl.internal.array.GradientCarrier;
import org.losses4j.djl.internal.torchscript.TorchScriptText;
import org.losses4j.tensor.Shape;

/** Finds how the value of an objective carries its gradients, and writes that as TorchScript. */
final class ObjectiveCarrier {
    private ObjectiveCarrier() {}

    /**
     * The carrier of an objective's gradients; empty if a product cannot carry them: where the batch is not reduced, an
     * element of the value may only depend on its own slice of the inputs.
     *
     * @param wanted the roles with gradients
     */
    static Optional<GradientCarrier> of(
            Objective objective, Map<String, Shape> shapes, Shape value, List<String> wanted) {
        List<int[]> axes = new ArrayList<>();
        for (String role : wanted) {
            Shape shape = shapes.get(role);
            if (shape == null) {
                throw new IllegalArgumentException(objective.name() + ": the input '" + role + "' is missing");
            }
            if (value.rank() == 0) {
                axes.add(all(shape, 0));
                continue;
            }
            Optional<int[]> summed =
                    objective instanceof LossObjective single ? slice(single, role, shape, value) : Optional.empty();
            if (summed.isEmpty()) {
                return Optional.empty();
            }
            axes.add(summed.get());
        }
        return Optional.of(new GradientCarrier(value, axes));
    }

    private static Optional<int[]> slice(LossObjective objective, String role, Shape shape, Shape units) {
        boolean ofUnits = objective.role(role).extent() != Role.ShapeRule.CLASSES
                && !objective.loss().coupled();
        if (!ofUnits) {
            return Optional.empty();
        }
        if (!shape.equals(units) && objective.loss().classAxis().isPresent()) {
            int axis = objective.loss().classAxis().getAsInt();
            boolean exists = axis >= -shape.rank() && axis < shape.rank();
            if (exists && shape.without(axis).equals(units)) {
                return Optional.of(new int[] {shape.axis(axis)});
            }
        }
        return shape.startsWith(units) ? Optional.of(all(shape, units.rank())) : Optional.empty();
    }

    private static int[] all(Shape shape, int from) {
        return IntStream.range(from, shape.rank()).toArray();
    }

    /** Writes {@link GradientCarrier#carry} as TorchScript; gives the name of the value that carries. */
    static String write(
            GradientCarrier carrier, TorchScriptText text, List<String> inputs, List<String> gradients, String result) {
        String carrying = null;
        for (int i = 0; i < inputs.size(); i++) {
            String product = text.line(product(
                    carrier, inputs.get(i), gradients.get(i), carrier.axes().get(i)));
            carrying = carrying == null ? product : text.line("torch.add(" + carrying + ", " + product + ")");
        }
        if (carrying == null) {
            return result;
        }
        text.line("torch.copy_(torch.detach(" + carrying + "), " + result + ")");
        return carrying;
    }

    private static String product(GradientCarrier carrier, String input, String gradient, int[] summed) {
        if (carrier.value().rank() == 0) {
            return "torch.dot(torch.reshape(" + input + ", [-1]), torch.reshape(" + gradient + ", [-1]))";
        }
        String product = "torch.mul(" + input + ", " + gradient + ")";
        return summed.length == 0 ? product : "torch.sum(" + product + ", " + Arrays.toString(summed) + ", False)";
    }
}
