package org.losses4j.dl4j.nd4j;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How an objective is computed on ND4J arrays. All modes give the same values and gradients; one that cannot serve an
 * objective or its arrays makes room for the best that can.
 */
public enum ExecutionMode {
    /** The best for objective and arrays; the default. */
    AUTOMATIC,
    /** The fused engine, for FLOAT and DOUBLE in host memory and objectives that it takes. */
    FUSED,
    /** INDArray operations, one by one, on any backend. */
    OPERATIONS;

    /** The system property that chooses the mode of every layer, vertex and loss function that is not told otherwise. */
    public static final String PROPERTY = "losses4j.execution";

    /**
     * The mode that the system property {@value #PROPERTY} names, in any case; automatic if it is not set.
     *
     * @throws IllegalArgumentException if it names none
     */
    public static ExecutionMode byDefault() {
        String name = System.getProperty(PROPERTY, AUTOMATIC.name());
        return Arrays.stream(values())
                .filter(mode -> mode.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The system property " + PROPERTY + " is '" + name
                        + "', wanted one of "
                        + Arrays.stream(values())
                                .map(mode -> mode.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }
}
