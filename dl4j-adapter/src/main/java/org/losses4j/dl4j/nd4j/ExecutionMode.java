package org.losses4j.dl4j.nd4j;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How objectives are computed on ND4J arrays. */
public enum ExecutionMode {
    /** The fused engine for FLOAT and DOUBLE in host memory, where it takes the objective; else INDArray operations. */
    AUTOMATIC,
    /** The fused engine, and an UnsupportedOperationException where it cannot be used. */
    ENGINE,
    /** INDArray operations, on any backend. */
    ARRAYS;

    /** The system property that chooses the road of everything in this package that is not told otherwise. */
    public static final String PROPERTY = "losses4j.dl4j.road";

    /**
     * The road that the system property {@value #PROPERTY} names, in any case; automatic if it is not set.
     *
     * @throws IllegalArgumentException if it names none
     */
    public static ExecutionMode chosen() {
        String name = System.getProperty(PROPERTY, AUTOMATIC.name());
        return Arrays.stream(values())
                .filter(road -> road.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The system property " + PROPERTY + " is '" + name
                        + "', wanted one of "
                        + Arrays.stream(values())
                                .map(road -> road.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }
}
