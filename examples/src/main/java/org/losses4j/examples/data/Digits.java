package org.losses4j.examples.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Images of handwritten digits.
 *
 * @param pixels the pixels of each image, row by row, 0 (paper) to 1 (ink)
 * @param labels the digit of each image
 */
@SuppressWarnings("ArrayRecordComponent") // it only holds data, and is never compared
public record Digits(double[][] pixels, int[] labels) {
    /** Rows, and columns, of an image. */
    public static final int SIDE = 8;

    /** What digits there are: 0 to 9. */
    public static final int CLASSES = 10;

    private static final double INK = 16;

    /**
     * Two parts that share no image.
     *
     * @param train what to learn from
     * @param test what to judge by
     */
    public record Parts(Digits train, Digits test) {}

    /** The 1,797 images that are part of the examples. */
    public static Digits bundled() throws IOException {
        Table table = Table.bundled("digits.csv");
        return new Digits(
                Arrays.stream(table.features())
                        .map(row -> Arrays.stream(row).map(ink -> ink / INK).toArray())
                        .toArray(double[][]::new),
                Arrays.stream(table.labels()).mapToInt(label -> (int) label).toArray());
    }

    /** The same images with pixels that are either paper or ink, 0 or 1: ink if at least half of it is. */
    public Digits blackAndWhite() {
        return new Digits(
                Arrays.stream(pixels)
                        .map(row -> Arrays.stream(row)
                                .map(ink -> ink >= 0.5 ? 1 : 0)
                                .toArray())
                        .toArray(double[][]::new),
                labels);
    }

    public int size() {
        return labels.length;
    }

    /** The images at these positions, in this order. */
    public Digits at(List<Integer> positions) {
        return new Digits(
                positions.stream().map(i -> pixels[i]).toArray(double[][]::new),
                positions.stream().mapToInt(i -> labels[i]).toArray());
    }

    /**
     * Puts a share of the images apart, at random.
     *
     * @param share of the test part, 0 to 1
     */
    public Parts split(double share, long seed) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, size()).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        int test = (int) Math.round(share * size());
        return new Parts(at(order.subList(test, size())), at(order.subList(0, test)));
    }
}
