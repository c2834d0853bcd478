package org.losses4j.execution;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The system property that sets the default execution mode of every adapter. */
public final class ExecutionProperty {
    /** The name of the property. */
    public static final String NAME = "losses4j.execution";

    private ExecutionProperty() {}

    /**
     * The mode that the property names, in upper or lower case.
     *
     * @param automatic the mode if the property is not set or empty; one of the adapter's modes, which the property may name
     * @param others the names of modes that only other adapters have, which leave this one automatic
     * @throws IllegalArgumentException if it names none of them
     */
    public static <E extends Enum<E>> E mode(E automatic, String... others) {
        E[] modes = automatic.getDeclaringClass().getEnumConstants();
        String name = System.getProperty(NAME, "").strip();
        if (name.isEmpty() || Arrays.stream(others).anyMatch(name::equalsIgnoreCase)) {
            return automatic;
        }
        return Arrays.stream(modes)
                .filter(mode -> mode.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The system property " + NAME + " is '" + name
                        + "', wanted one of "
                        + Arrays.stream(modes)
                                .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }
}
