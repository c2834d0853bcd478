package org.losses4j.engine.internal.codegen;

import org.losses4j.engine.internal.codegen.lane.LaneCode;
import org.losses4j.engine.internal.plan.MemoryPlan;
import org.losses4j.engine.memory.Precision;

/**
 * Writes sums in several parts: beside a long float32 sum goes a sum of what its rounding loses, and where that is long too, another
 * one of what the rounding of that loses. Unlike in Kahan's summation no addition waits for what the one before has lost.
 */
final class Compensation {
    // Equal numbers lose in one direction: then a part is off by a unit in the last place after about as many
    // additions.
    private static final int[] LONGEST = {MemoryPlan.ADDITIONS_PER_LANE, 1 << 16, 1 << 20};

    private Compensation() {}

    /** The number of parts of a sum of so many numbers, one after the other. */
    static int parts(int length, Precision precision) {
        int parts = 1;
        for (int longest : LONGEST) {
            parts += length > longest && precision == Precision.FLOAT32 ? 1 : 0;
        }
        return parts;
    }

    /** The parts once an element is added. */
    static int[] added(LaneCode code, int element, int[] parts) {
        int[] sums = new int[parts.length];
        int more = element;
        for (int i = 0; i < parts.length; i++) {
            sums[i] = code.add(more, parts[i]);
            if (i + 1 < parts.length) {
                // Exact where the sum is larger than what is added to it.
                more = code.sub(more, code.sub(sums[i], parts[i]));
            }
        }
        return sums;
    }

    /** The sum of the parts; the first alone where there is an infinity among the elements, which loses NaN. */
    static int whole(LaneCode code, int... parts) {
        int whole = code.known(parts[parts.length - 1]);
        if (parts.length == 1) {
            return whole;
        }
        for (int i = parts.length - 2; i >= 0; i--) {
            whole = code.add(whole, parts[i]);
        }
        return code.select(code.differs(whole, whole), parts[0], whole);
    }
}
