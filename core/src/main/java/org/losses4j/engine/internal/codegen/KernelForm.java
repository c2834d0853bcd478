package org.losses4j.engine.internal.codegen;

import org.jspecify.annotations.Nullable;
import org.losses4j.engine.internal.codegen.lane.ConstantPool;
import org.losses4j.engine.internal.codegen.lane.LaneCode;
import org.losses4j.engine.internal.codegen.lane.MethodBody;
import org.losses4j.engine.internal.codegen.lane.ScalarCode;
import org.losses4j.engine.internal.codegen.lane.VectorCode;
import org.losses4j.engine.memory.Precision;

/** The kind of code that a kernel consists of. */
public enum KernelForm {
    /** Vectors; what does not fill one is written behind short loops, which is faster, and longer. */
    VECTORS_AND_TAILS,
    /** Vectors. */
    VECTORS,
    /** A lane at a time, as vectors would compute it to the last bit. */
    LANE_BY_LANE,
    /** An element at a time. */
    SCALAR;

    boolean isVectors() {
        return this == VECTORS || this == VECTORS_AND_TAILS;
    }

    /** The code of what vectors are made for. */
    LaneCode code(MethodBody body, Precision precision, int lanes, LaneCode scalar, @Nullable ConstantPool pool) {
        return switch (this) {
            case VECTORS_AND_TAILS, VECTORS -> new VectorCode(body, precision, lanes, pool);
            case LANE_BY_LANE -> new ScalarCode(body, precision, true);
            case SCALAR -> scalar;
        };
    }
}
