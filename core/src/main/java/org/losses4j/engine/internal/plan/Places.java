package org.losses4j.engine.internal.plan;

import org.jspecify.annotations.Nullable;

/**
 * The places of a tensor's elements along the axes of a group, relative to the first.
 *
 * @param extents of the axes, the innermost first; each at least 2
 * @param strides of the axes
 */
record Places(int[] extents, int[] strides) {

    /** Whether the elements are neighbours in memory, in order. */
    static boolean isRun(@Nullable Places places) {
        return places != null && places.step() == 1 && places.isRegular();
    }

    /** The number of elements. */
    int length() {
        int length = 1;
        for (int extent : extents) {
            length = Math.multiplyExact(length, extent);
        }
        return length;
    }

    /** The distance of the first two. */
    int step() {
        return strides[0];
    }

    /** Whether all neighbours are as far apart as the first two. */
    boolean isRegular() {
        for (int i = 1; i < extents.length; i++) {
            if (strides[i] != strides[i - 1] * extents[i - 1]) {
                return false;
            }
        }
        return true;
    }

    int[] toArray() {
        int[] places = new int[length()];
        int known = 1;
        for (int axis = 0; axis < extents.length; axis++) {
            for (int i = known; i < known * extents[axis]; i++) {
                places[i] = places[i - known] + strides[axis];
            }
            known *= extents[axis];
        }
        return places;
    }
}
