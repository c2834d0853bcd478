package org.losses4j.conformance;

import java.util.List;
import org.losses4j.LossProvider;
import org.losses4j.LossType;
import org.losses4j.PointwiseLoss;
import org.losses4j.tensor.Tensor;

/** A user's own loss, registered as users do. */
public final class TestLosses implements LossProvider {

    @Override
    public List<LossType<?>> losses() {
        return List.of(LossType.of("log_squared_error", LogSquaredError.class));
    }

    /** log(1 + e²). */
    public record LogSquaredError() implements PointwiseLoss {
        @Override
        public Tensor formula(Tensor prediction, Tensor target) {
            return target.sub(prediction).square().log1p();
        }
    }
}
