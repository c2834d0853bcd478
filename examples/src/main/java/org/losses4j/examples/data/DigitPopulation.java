package org.losses4j.examples.data;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Handwritten digits as a population, whose modes are the ten classes. An image is good if its nearest training image is no
 * further away than that of 95 % of held-out images; its mode is then the class of that training image. Distances are
 * Euclidean over pixels.
 *
 * <p>The precision of T. Kynkäänniemi et al., "Improved Precision and Recall Metric for Assessing Generative Models",
 * NeurIPS 2019, with one radius for all images.
 */
public final class DigitPopulation implements Population {
    private static final double TEST_SHARE = 0.2;
    private static final double GOOD = 0.95;

    private final Digits train;
    private final double radius;

    /** Digits of which a fifth, by the seed, are held out. */
    public DigitPopulation(Digits digits, long seed) {
        Digits.Parts parts = digits.split(TEST_SHARE, seed);
        this.train = parts.train();
        double[] distances = Arrays.stream(parts.test().pixels())
                .mapToDouble(image -> distance(nearest(image), image))
                .sorted()
                .toArray();
        this.radius = distances[(int) Math.ceil(GOOD * distances.length) - 1];
    }

    @Override
    public String title() {
        return "digits";
    }

    @Override
    public int values() {
        return Digits.SIDE * Digits.SIDE;
    }

    @Override
    public boolean unitRange() {
        return true;
    }

    @Override
    public int modes() {
        return Digits.CLASSES;
    }

    @Override
    public double[][] draw(int count, Random random) {
        return Stream.generate(() -> train.pixels()[random.nextInt(train.size())])
                .limit(count)
                .toArray(double[][]::new);
    }

    @Override
    public OptionalInt mode(double[] image) {
        int nearest = nearest(image);
        return distance(nearest, image) <= radius ? OptionalInt.of(train.labels()[nearest]) : OptionalInt.empty();
    }

    private int nearest(double[] image) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < train.size(); i++) {
            double distance = distance(i, image);
            if (distance < least) {
                least = distance;
                nearest = i;
            }
        }
        return nearest;
    }

    private double distance(int i, double[] image) {
        double[] pixels = train.pixels()[i];
        double squares = 0;
        for (int p = 0; p < pixels.length; p++) {
            squares += (pixels[p] - image[p]) * (pixels[p] - image[p]);
        }
        return Math.sqrt(squares);
    }
}
