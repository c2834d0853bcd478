package org.losses4j.djl.internal.execution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.losses4j.djl.internal.torchscript.ModuleCache;
import org.losses4j.djl.internal.torchscript.TorchScriptModule;

/** Copies a gradient that autograd computes into an array. */
final class CollectedGradient {
    private static final String BACKWARD = """
              def forward(self: __torch__.M, value: Tensor, input: Tensor, gradient: Tensor) -> Tensor:
                g, = torch.grad([value], [input], None, False, False)
                return torch.copy_(gradient, unchecked_cast(Tensor, g))
            """;

    private final ModuleCache<String> module = new ModuleCache<>(1);

    /** Gives the number in {@code value}; its gradient by {@code input} overwrites {@code gradient}. */
    double value(NDArray value, NDArray input, NDArray gradient) {
        try (TorchScriptModule.Lease lease =
                module.lease(BACKWARD, () -> new TorchScriptModule(BACKWARD, manager -> List.of()))) {
            lease.run(new NDList(value, input, gradient)).close();
        }
        return value.getDataType() == DataType.FLOAT64 ? value.getDouble() : value.getFloat();
    }
}
