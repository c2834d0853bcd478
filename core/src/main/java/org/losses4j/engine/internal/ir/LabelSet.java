package org.losses4j.engine.internal.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Sets of labels as bits of a long: label i is in the set if bit i is 1. */
public final class LabelSet {
    public static final int MOST = 60;

    private LabelSet() {}

    public static boolean contains(long set, int label) {
        return (set >> label & 1) != 0;
    }

    /** Whether every label of {@code part} is in {@code whole}. */
    public static boolean within(long part, long whole) {
        return (part & ~whole) == 0;
    }

    /** The labels of a set, in ascending order. */
    public static List<Integer> list(long set) {
        List<Integer> labels = new ArrayList<>(Long.bitCount(set));
        for (long rest = set; rest != 0; rest &= rest - 1) {
            labels.add(Long.numberOfTrailingZeros(rest));
        }
        return labels;
    }

    /** The number of points of the labels in {@code set}. */
    public static int size(long set, int[] extents) {
        int size = 1;
        for (long rest = set; rest != 0; rest &= rest - 1) {
            size = Math.multiplyExact(size, extents[Long.numberOfTrailingZeros(rest)]);
        }
        return size;
    }

    public static String letters(List<Integer> labels) {
        return labels.stream().map(LabelSet::letter).collect(Collectors.joining(",", "[", "]"));
    }

    public static String letters(long set) {
        return letters(list(set));
    }

    private static String letter(int label) {
        return label < 0 ? "1" : label < 18 ? String.valueOf((char) ('i' + label)) : "x" + label;
    }
}
