package org.losses4j.engine.internal.plan;

import java.util.ArrayList;
import java.util.List;

/** The dimensions of a loop nest, with the strides of all its tensors, merged where every tensor allows it. */
final class Dimensions {
    private Dimensions() {}

    /**
     * A dimension.
     *
     * @param extent its length
     * @param strides of each tensor
     */
    record Dimension(int extent, int[] strides) {}

    /** As few dimensions as walk the same places. */
    static List<Dimension> merged(List<Dimension> dimensions) {
        List<Dimension> merged = new ArrayList<>(dimensions);
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int outer = 0; outer < merged.size() && !changed; outer++) {
                for (int inner = 0; inner < merged.size() && !changed; inner++) {
                    if (outer != inner && follows(merged.get(outer), merged.get(inner))) {
                        Dimension one = new Dimension(
                                Math.multiplyExact(
                                        merged.get(outer).extent(),
                                        merged.get(inner).extent()),
                                merged.get(inner).strides());
                        merged.set(outer, one);
                        merged.remove(inner);
                        changed = true;
                    }
                }
            }
        }
        return merged;
    }

    /** Whether a step along {@code outer} is, for every tensor, the step behind the last one along {@code inner}. */
    private static boolean follows(Dimension outer, Dimension inner) {
        for (int i = 0; i < outer.strides().length; i++) {
            if (outer.strides()[i] != inner.strides()[i] * inner.extent()) {
                return false;
            }
        }
        return true;
    }
}
