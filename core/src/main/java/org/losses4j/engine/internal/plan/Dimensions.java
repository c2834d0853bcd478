package org.losses4j.engine.internal.plan;

import java.util.ArrayList;
import java.util.List;

/** Merges the dimensions of nested loops into as few as the strides of all tensors allow. */
final class Dimensions {
    private Dimensions() {}

    /**
     * A dimension of nested loops.
     *
     * @param extent the number of steps
     * @param strides for each tensor, how many elements a step moves on
     */
    record Dimension(int extent, int[] strides) {}

    /** The fewest dimensions that visit the same elements; [4, 3] with strides (3, 1) for every tensor becomes [12] with stride 1. */
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

    /** Whether, for every tensor, a step along {@code outer} moves as far as all steps along {@code inner} together. */
    private static boolean follows(Dimension outer, Dimension inner) {
        for (int i = 0; i < outer.strides().length; i++) {
            if (outer.strides()[i] != inner.strides()[i] * inner.extent()) {
                return false;
            }
        }
        return true;
    }
}
