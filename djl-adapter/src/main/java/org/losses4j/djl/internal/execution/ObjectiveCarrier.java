package org.losses4j.djl.internal.execution;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.losses4j.Objective;
import org.losses4j.djl.internal.array.GradientCarrier;
import org.losses4j.djl.internal.torchscript.TorchScriptText;
import org.losses4j.execution.CarriedAxes;
import org.losses4j.tensor.Shape;

/** Finds how the value of an objective carries its gradients, and writes that as TorchScript. */
final class ObjectiveCarrier {
    private ObjectiveCarrier() {}

    /**
     * The carrier of an objective's gradients; empty if products cannot carry them.
     *
     * @param wanted the roles with gradients
     */
    static Optional<GradientCarrier> of(
            Objective objective, Map<String, Shape> shapes, Shape value, List<String> wanted) {
        return CarriedAxes.of(objective, shapes, value, wanted).map(axes -> new GradientCarrier(value, axes));
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
