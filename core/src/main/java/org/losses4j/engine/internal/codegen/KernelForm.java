package org.losses4j.engine.internal.codegen;

import org.jspecify.annotations.Nullable;
import org.losses4j.engine.internal.codegen.lane.ConstantPool;
import org.losses4j.engine.internal.codegen.lane.LaneCode;
import org.losses4j.engine.internal.codegen.lane.MethodBody;
import org.losses4j.engine.internal.codegen.lane.ScalarCode;
import org.losses4j.engine.internal.codegen.lane.VectorCode;
import org.losses4j.engine.memory.Precision;

/** The kind of code that a kernel consists of: vector instructions or scalar ones. */
public enum KernelForm {
    /** Vector code. */
    VECTORS,
    /** Scalar code that computes one lane at a time, to the same bits as vector code. */
    LANE_BY_LANE,
    /** Scalar code that computes one element at a time. */
    SCALAR;

    /** The writer of arithmetic in this form, for the loops that vectors can run in. */
    LaneCode code(MethodBody body, Precision precision, int lanes, LaneCode scalar, @Nullable ConstantPool pool) {
        return switch (this) {
            case VECTORS -> new VectorCode(body, precision, lanes, pool);
            case LANE_BY_LANE -> new ScalarCode(body, precision, true);
            case SCALAR -> scalar;
        };
    }
}
