package org.losses4j.engine.internal.codegen;

import org.jspecify.annotations.Nullable;
import org.losses4j.engine.internal.codegen.lane.Body;
import org.losses4j.engine.internal.codegen.lane.Code;
import org.losses4j.engine.internal.codegen.lane.Pool;
import org.losses4j.engine.internal.codegen.lane.ScalarCode;
import org.losses4j.engine.internal.codegen.lane.VectorCode;
import org.losses4j.engine.memory.Precision;

/** What kind of code a kernel is. */
public enum Form {
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
    Code code(Body body, Precision precision, int lanes, Code scalar, @Nullable Pool pool) {
        return switch (this) {
            case VECTORS_AND_TAILS, VECTORS -> new VectorCode(body, precision, lanes, pool);
            case LANE_BY_LANE -> new ScalarCode(body, precision, true);
            case SCALAR -> scalar;
        };
    }
}
