package org.losses4j.dl4j.nd4j;

import org.losses4j.execution.ExecutionProperty;

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
    public static final String PROPERTY = ExecutionProperty.NAME;

    /**
     * The mode that the system property {@value #PROPERTY} names, in any case; automatic if it is not set.
     *
     * @throws IllegalArgumentException if it names none
     */
    public static ExecutionMode byDefault() {
        return ExecutionProperty.mode(AUTOMATIC);
    }
}
