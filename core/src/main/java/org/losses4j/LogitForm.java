package org.losses4j;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The forms that losses with a parameter {@code from_logits} have: of logits and of probabilities. */
final class LogitForm {
    private static final String FROM_LOGITS = "from_logits";
    private static final String EPSILON = "epsilon";

    private LogitForm() {}

    /** A registered loss in one of the forms; empty if it has no two forms, or they do not agree. */
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
        // Clipped probabilities are no function of logits.
        boolean clips = parameters.get(EPSILON) instanceof Number epsilon && epsilon.doubleValue() > 0;
        if (fromLogits && clips) {
            return Optional.empty();
        }
        parameters.put(FROM_LOGITS, fromLogits);
        return Optional.of(type.get().create(parameters));
    }
}
