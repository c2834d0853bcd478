package org.losses4j.engine.internal.ir;

import java.util.List;
import java.util.PrimitiveIterator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

    public static List<Integer> list(long set) {
        return IntStream.range(0, MOST)
                .filter(label -> contains(set, label))
                .boxed()
                .toList();
    }

    /** The product of the extents of the labels in {@code set}. */
    public static int size(long set, int[] extents) {
        int size = 1;
        PrimitiveIterator.OfInt labels =
                list(set).stream().mapToInt(Integer::intValue).iterator();
        while (labels.hasNext()) {
            size = Math.multiplyExact(size, extents[labels.nextInt()]);
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
