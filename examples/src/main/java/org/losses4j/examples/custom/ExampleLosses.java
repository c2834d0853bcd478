package org.losses4j.examples.custom;

import java.util.List;
import org.losses4j.LossProvider;
import org.losses4j.LossType;

/** Registers {@link LogSquaredError}; named in {@code META-INF/services/org.losses4j.LossProvider}. */
public final class ExampleLosses implements LossProvider {

    @Override
    public List<LossType<?>> losses() {
        return List.of(LossType.of("log_squared_error", LogSquaredError.class));
    }
}
