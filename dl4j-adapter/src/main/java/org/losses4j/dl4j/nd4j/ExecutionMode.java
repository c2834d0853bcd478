package org.losses4j.dl4j.nd4j;

import org.losses4j.execution.ExecutionProperty;

/**
 * How an objective is computed on ND4J arrays. All modes give the same values and gradients; where a mode cannot serve an
 * objective or its arrays, the best mode that can is taken.
 */
public enum ExecutionMode {
    /** The best mode for the objective and its arrays; the default. */
    AUTOMATIC,
    /** The fused engine, for FLOAT and DOUBLE in host memory and objectives that it takes. */
    FUSED,
    /** INDArray operations, one by one, on any backend. */
    OPERATIONS;

    /** The system property that sets the mode of every layer, vertex and loss function without a mode of its own. */
    public static final String PROPERTY = ExecutionProperty.NAME;

    /**
     * The mode that the system property {@value #PROPERTY} names, in upper or lower case; automatic if it is not set, or names
     * a mode that only the adapter for DJL has.
     *
     * @throws IllegalArgumentException if the property names no mode
     */
    public static ExecutionMode byDefault() {
        return ExecutionProperty.mode(AUTOMATIC, "torchscript", "host");
    }
}
