package org.losses4j.dl4j.internal.layer;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Names of enum constants in lower case, as messages and roles have them. */
final class ConstantNames {
    private ConstantNames() {}

    static String of(@Nullable Enum<?> constant) {
        return constant == null ? "custom" : constant.name().toLowerCase(Locale.ROOT);
    }
}
