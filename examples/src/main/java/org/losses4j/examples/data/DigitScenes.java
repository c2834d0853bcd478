package org.losses4j.examples.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Scenes of digits among clutter and noise, with a mask of the digits' pixels.
 *
 * <p>Each scene has one large digit (twice the size) and two small ones that do not touch each other, strokes that are not
 * digits, and Gaussian noise over everything. A pixel is foreground where a digit is at least {@value #FOREGROUND} bright
 * before strokes and noise.
 *
 * @param samples the scenes, and their masks of 0 and 1; both {@value #SIDE}×{@value #SIDE}
 * @param small the boxes of the small digits of each scene
 */
public record DigitScenes(Samples samples, List<List<Box>> small) {
    /** Rows, and columns, of a scene. */
    public static final int SIDE = 32;

    private static final int SMALL = 2;
    private static final int STROKES = 6;
    private static final int STROKE_LENGTH = 7;
    private static final float NOISE = 0.5f;
    private static final float FOREGROUND = 0.4f;

    /**
     * A square of a scene.
     *
     * @param top its first row
     * @param left its first column
     * @param side rows, and columns
     */
    public record Box(int top, int left, int side) {
        private boolean touches(Box other) {
            return top <= other.top + other.side
                    && other.top <= top + side
                    && left <= other.left + other.side
                    && other.left <= left + side;
        }

        private static Box anywhere(int side, Random random) {
            return new Box(random.nextInt(SIDE - side + 1), random.nextInt(SIDE - side + 1), side);
        }
    }

    /** Scenes of these digits that depend on nothing but them and the seed. */
    public static DigitScenes of(Digits digits, int count, long seed) {
        Random random = new Random(seed);
        float[][] images = new float[count][SIDE * SIDE];
        float[][] masks = new float[count][SIDE * SIDE];
        List<List<Box>> small = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Box> boxes = boxes(random);
            for (Box box : boxes) {
                paste(digits.pixels()[random.nextInt(digits.size())], box, images[i]);
            }
            for (int at = 0; at < masks[i].length; at++) {
                masks[i][at] = images[i][at] >= FOREGROUND ? 1 : 0;
            }
            for (int stroke = 0; stroke < STROKES; stroke++) {
                stroke(images[i], random);
            }
            for (int at = 0; at < images[i].length; at++) {
                images[i][at] += (float) (NOISE * random.nextGaussian());
            }
            small.add(List.copyOf(boxes.subList(1, boxes.size())));
        }
        return new DigitScenes(new Samples(images, masks), small);
    }

    /** All anew until they do not touch: a large digit in the middle leaves no room for others. */
    private static List<Box> boxes(Random random) {
        List<Box> boxes = new ArrayList<>();
        while (boxes.size() <= SMALL) {
            Box box = Box.anywhere(boxes.isEmpty() ? 2 * Digits.SIDE : Digits.SIDE, random);
            if (boxes.stream().anyMatch(box::touches)) {
                boxes.clear();
            } else {
                boxes.add(box);
            }
        }
        return boxes;
    }

    private static void paste(double[] digit, Box box, float[] scene) {
        int scale = box.side() / Digits.SIDE;
        for (int y = 0; y < box.side(); y++) {
            for (int x = 0; x < box.side(); x++) {
                double pixel = digit[y / scale * Digits.SIDE + x / scale];
                scene[(box.top() + y) * SIDE + box.left() + x] = (float) pixel;
            }
        }
    }

    /** A straight stroke, as bright as a digit. */
    private static void stroke(float[] scene, Random random) {
        double y = random.nextInt(SIDE);
        double x = random.nextInt(SIDE);
        double angle = 2 * Math.PI * random.nextDouble();
        float brightness = 0.5f + 0.5f * random.nextFloat();
        for (int step = 0; step < STROKE_LENGTH; step++) {
            int row = (int) Math.round(y + step * Math.sin(angle));
            int column = (int) Math.round(x + step * Math.cos(angle));
            if (row >= 0 && row < SIDE && column >= 0 && column < SIDE) {
                int at = row * SIDE + column;
                scene[at] = Math.max(scene[at], brightness);
            }
        }
    }

    /** The share of foreground pixels. */
    public double foreground() {
        return Arrays.stream(samples.targets())
                .mapToDouble(mask -> {
                    double sum = 0;
                    for (float pixel : mask) {
                        sum += pixel;
                    }
                    return sum / mask.length;
                })
                .average()
                .orElseThrow();
    }
}
