package org.losses4j.examples.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Grey images of one size with a class each.
 *
 * @param height in pixels
 * @param width in pixels
 * @param pixels the pixels of each image, row by row, from 0 (background) to 1
 * @param classes the class of each image, from 0 on
 */
@SuppressWarnings("ArrayRecordComponent") // it only holds data, and is never compared
public record Images(int height, int width, float[][] pixels, int[] classes) {

    /** The same digits as images of their size. */
    public static Images of(Digits digits) {
        return new Images(
                Digits.SIDE,
                Digits.SIDE,
                Arrays.stream(digits.pixels()).map(Images::floats).toArray(float[][]::new),
                digits.labels());
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    public int size() {
        return classes.length;
    }

    /** The images at these positions, in this order. */
    public Images at(List<Integer> positions) {
        return new Images(
                height,
                width,
                positions.stream().map(i -> pixels[i]).toArray(float[][]::new),
                positions.stream().mapToInt(i -> classes[i]).toArray());
    }

    /** The positions of a class. */
    public List<Integer> positions(int ofClass) {
        return IntStream.range(0, size())
                .filter(i -> classes[i] == ofClass)
                .boxed()
                .toList();
    }

    /** The images of some classes. */
    Images only(List<Integer> these) {
        return at(IntStream.range(0, size())
                .filter(i -> these.contains(classes[i]))
                .boxed()
                .toList());
    }

    /** The same images with their classes numbered by the place in a list. */
    Images numbered(List<Integer> order) {
        return new Images(
                height,
                width,
                pixels,
                Arrays.stream(classes).map(order::indexOf).toArray());
    }

    /** The classes that occur, in order. */
    List<Integer> present() {
        return Arrays.stream(classes).distinct().sorted().boxed().toList();
    }

    /** The number of classes, of which the last one is the largest that occurs. */
    public int classCount() {
        return Arrays.stream(classes).max().orElse(-1) + 1;
    }

    /** At most so many of the images, in an order that depends on nothing but the generator's state. */
    public Images shuffled(int most, Random random) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, size()).boxed().toList());
        Collections.shuffle(order, random);
        return at(order.subList(0, Math.min(most, size())));
    }

    /** The first images and the others. */
    ImageSplit cut(int first) {
        List<Integer> all = IntStream.range(0, size()).boxed().toList();
        return new ImageSplit(at(all.subList(0, first)), at(all.subList(first, size())));
    }
}
