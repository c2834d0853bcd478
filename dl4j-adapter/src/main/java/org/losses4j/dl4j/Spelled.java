package org.losses4j.dl4j;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Names of constants as messages and roles write them. */
final class Spelled {
    private Spelled() {}

    static String of(@Nullable Enum<?> constant) {
        return constant == null ? "custom" : constant.name().toLowerCase(Locale.ROOT);
    }
}
