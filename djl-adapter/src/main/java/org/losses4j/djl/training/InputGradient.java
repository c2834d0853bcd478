package org.losses4j.djl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import org.losses4j.djl.internal.pytorch.PyTorchEngine;
import org.losses4j.djl.internal.torchscript.ModuleCache;
import org.losses4j.djl.internal.torchscript.TorchScriptModule;

/**
 * Computes the gradient of a network's output by its input, which can itself be differentiated, for gradient penalties on
 * any DJL block. PyTorch only.
 */
public final class InputGradient {
    // DJL's own collector has neither retain_graph nor create_graph, so the module calls torch.grad with both.
    private static final String FORWARD = """
              def forward(self: __torch__.M, y: Tensor, x: Tensor) -> Tensor:
                g, = torch.grad([torch.sum(y)], [x], None, True, True)
                return unchecked_cast(Tensor, g)
            """;

    private final ModuleCache<String> module = new ModuleCache<>(1);

    /**
     * The gradient of the sum of {@code output} by {@code input}, in the shape of {@code input} and the manager of
     * {@code output}.
     *
     * @param output an array computed from {@code input} under a gradient collector
     * @param input an array on which setRequiresGradient(true) was called before
     * @throws IllegalArgumentException if the engine is not PyTorch, or the input requires no gradient
     */
    public NDArray of(NDArray output, NDArray input) {
        if (!PyTorchEngine.owns(output)) {
            throw new IllegalArgumentException("InputGradient needs the PyTorch engine, got an array of "
                    + output.getManager().getEngine().getEngineName());
        }
        if (!input.hasGradient()) {
            throw new IllegalArgumentException("InputGradient: the input " + input.getShape()
                    + " takes no gradient; call setRequiresGradient(true) on it before the network sees it");
        }
        try (TorchScriptModule.Lease lease =
                module.lease(FORWARD, () -> new TorchScriptModule(FORWARD, manager -> List.of()))) {
            return lease.run(new NDList(output, input));
        }
    }
}
