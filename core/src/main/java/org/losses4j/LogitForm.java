package org.losses4j;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Converts losses with a parameter {@code from_logits} between their two forms, on logits and on probabilities. */
final class LogitForm {
    private static final String FROM_LOGITS = "from_logits";
    private static final String EPSILON = "epsilon";

    private LogitForm() {}

    /** A loss in the wanted form; empty if it is not registered, has no two forms, or the two forms differ in value. */
    static Optional<Loss> of(Loss loss, boolean fromLogits) {
        Optional<LossType<?>> type = LossRegistry.ofProcess().around(loss).typeOf(loss);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        Map<String, @Nullable Object> parameters =
                new LinkedHashMap<>(type.get().read(loss));
        if (!(parameters.get(FROM_LOGITS) instanceof Boolean current)) {
            return Optional.empty();
        }
        if (current == fromLogits) {
            return Optional.of(loss);
        }
        // The form on logits does not clip, so that it would be another loss.
        boolean clips = parameters.get(EPSILON) instanceof Number epsilon && epsilon.doubleValue() > 0;
        if (fromLogits && clips) {
            return Optional.empty();
        }
        parameters.put(FROM_LOGITS, fromLogits);
        return Optional.of(type.get().create(parameters));
    }
}
