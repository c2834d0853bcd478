package org.losses4j.examples.data;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes strips of three to seven digits, pasted side by side with random gaps and overlaps; every call makes new ones.
 *
 * <p>The first digit begins in one of the first {@value #MARGIN} + 1 columns. Between two digits there are
 * −{@value #OVERLAP} to {@value #GAP} columns; where they overlap the darker pixel counts. The rest is paper.
 */
public final class Strips {
    /** Rows of a strip. */
    public static final int HEIGHT = Digits.SIDE;

    /** Columns of a strip. */
    public static final int WIDTH = 72;

    /** Digits of the longest strips. */
    public static final int MOST_DIGITS = 7;

    private static final int FEWEST_DIGITS = 3;
    private static final int MARGIN = 4;
    private static final int OVERLAP = 2;
    private static final int GAP = 2;

    private final Digits digits;
    private final double noise;
    private final Random random;

    /** Strips of these images. */
    public Strips(Digits digits, long seed) {
        this(digits, 0, seed);
    }

    /**
     * Strips of these images under noise.
     *
     * @param noise the deviation of what is added to each pixel
     */
    public Strips(Digits digits, double noise, long seed) {
        this.digits = digits;
        this.noise = noise;
        this.random = new Random(seed);
    }

    /** The next strips. */
    public List<Strip> next(int count) {
        return Stream.generate(this::next).limit(count).toList();
    }

    private Strip next() {
        float[] pixels = new float[HEIGHT * WIDTH];
        int length = random.nextInt(FEWEST_DIGITS, MOST_DIGITS + 1);
        int[] images = IntStream.range(0, length)
                .map(i -> random.nextInt(digits.size()))
                .toArray();
        int column = random.nextInt(MARGIN + 1);
        for (int image : images) {
            paste(digits.pixels()[image], pixels, column);
            column += Digits.SIDE + random.nextInt(-OVERLAP, GAP + 1);
        }
        if (noise > 0) {
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] += (float) (noise * random.nextGaussian());
            }
        }
        return new Strip(
                pixels,
                IntStream.of(images).map(image -> digits.labels()[image]).toArray());
    }

    private static void paste(double[] image, float[] strip, int column) {
        for (int y = 0; y < Digits.SIDE; y++) {
            for (int x = 0; x < Digits.SIDE; x++) {
                int at = y * WIDTH + column + x;
                strip[at] = Math.max(strip[at], (float) image[y * Digits.SIDE + x]);
            }
        }
    }
}
