package org.losses4j.loss.embedding;

import org.losses4j.Activation;
import org.losses4j.Inputs;
import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.Role;
import org.losses4j.Task;
import org.losses4j.loss.internal.ClassIndices;
import org.losses4j.tensor.Tensor;

/**
 * Proxy-NCA loss: each embedding near the proxy of its class, and far from those of other classes; proxies stand for all examples
 * of a class, so that no pairs are needed.
 *
 * <p>−log softmax_c(−scale · ‖x̂ − p̂_c‖²)_y over all proxies, that of y included, x̂ = x / ‖x‖ being the directions of the {@code
 * embedding} [N, D], p̂ those of the {@code proxies} [C, D] and y the target, class indices [N] → [N]. Lengths below 10⁻⁸ are taken for
 * 10⁻⁸.
 *
 * <p>Y. Movshovitz-Attias et al., "No Fuss Distance Metric Learning using Proxies", ICCV 2017, arXiv:1703.07464; PyTorch Metric
 * Learning, {@code ProxyNCALoss}.
 *
 * @param scale the factor of squared distances before the softmax; above 0; default 1
 */
public record ProxyNca(double scale) implements ClassVectors {
    private static final double LEAST_NORM = 1e-8;

    public ProxyNca {
        Require.positive("proxy_nca", "scale", scale);
    }

    public ProxyNca() {
        this(1);
    }

    @Override
    public String vectors() {
        return "proxies";
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor embedding = Vectors.normalised(inputs.get(Pairs.EMBEDDING), -1, LEAST_NORM);
        Tensor proxies = Vectors.normalised(inputs.get(vectors()), -1, LEAST_NORM);
        Tensor nearness = embedding.squaredDistances(proxies).mul(-scale);
        return ClassIndices.pick(nearness.logSoftmax(1), inputs.get(Role.TARGET), 1)
                .neg();
    }

    @Override
    public LossDescription description() {
        return LossDescription.of(
                Task.EMBEDDING,
                "Each embedding near the proxy of its class, far from the others.",
                "−log softmax_c(−scale·‖x̂ − p̂_c‖²)_y; x = embedding, p = proxies",
                Activation.IDENTITY,
                "Y. Movshovitz-Attias et al., 2017, arXiv:1703.07464");
    }
}
