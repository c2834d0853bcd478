package org.losses4j.examples.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.losses4j.examples.metrics.Box;
import org.losses4j.examples.metrics.DetectionScores.Labelled;

/**
 * Scenes with up to {@value #MOST} small objects among parts of others: what a detector has to find.
 *
 * <p>Each object is one of the given images at {@value #SMALLEST} to {@value #LARGEST} pixels, no centre within {@value
 * #APART} rows and columns of another. The clutter is rectangles cut out of the same images, and noise lies over everything. A
 * scene without any object is like the others.
 *
 * @param scenes the pixels of each scene, {@value #SIDE}×{@value #SIDE}
 * @param objects what is in each scene, with the boxes that its bright pixels fill
 */
@SuppressWarnings("ArrayRecordComponent") // it only holds data, and is never compared
public record ClutteredScenes(float[][] scenes, List<List<Labelled>> objects) {
    /** Rows, and columns, of a scene. */
    public static final int SIDE = 64;

    private static final int MOST = 2;
    private static final int SMALLEST = 10;
    private static final int LARGEST = 16;
    private static final int APART = 10;
    private static final int LEAST_PARTS = 20;
    private static final int MOST_PARTS = 39;
    private static final float BRIGHT = 0.1f;
    private static final float NOISE = 0.05f;

    /** Scenes of these images that depend on nothing but them and the seed. */
    public static ClutteredScenes of(Images images, int count, long seed) {
        Random random = new Random(seed);
        float[][] scenes = new float[count][SIDE * SIDE];
        List<List<Labelled>> objects = new ArrayList<>();
        for (float[] scene : scenes) {
            for (int i = between(LEAST_PARTS, MOST_PARTS, random); i > 0; i--) {
                addPart(scene, images, random);
            }
            List<Labelled> in = new ArrayList<>();
            for (int i = between(0, MOST, random); i > 0; i--) {
                addObject(scene, in, images, random);
            }
            for (int at = 0; at < scene.length; at++) {
                scene[at] += (float) (NOISE * random.nextGaussian());
            }
            objects.add(List.copyOf(in));
        }
        return new ClutteredScenes(scenes, List.copyOf(objects));
    }

    private static int between(int least, int most, Random random) {
        return least + random.nextInt(most - least + 1);
    }

    /** Adds a rectangle of a shrunken image where it is brighter than what is there. */
    private static void addPart(float[] scene, Images images, Random random) {
        int side = between(SMALLEST, LARGEST, random);
        float[] image = shrunk(images, random.nextInt(images.size()), side);
        int height = between(4, 8, random);
        int width = between(4, 8, random);
        int fromRow = random.nextInt(side - height + 1);
        int fromColumn = random.nextInt(side - width + 1);
        int top = random.nextInt(SIDE - height + 1);
        int left = random.nextInt(SIDE - width + 1);
        float brightness = 0.4f + 0.6f * random.nextFloat();
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                int at = (top + row) * SIDE + left + column;
                float pixel = image[(fromRow + row) * side + fromColumn + column];
                scene[at] = Math.max(scene[at], brightness * pixel);
            }
        }
    }

    /** Adds an image, unless it would come too near to another. */
    private static void addObject(float[] scene, List<Labelled> others, Images images, Random random) {
        int which = random.nextInt(images.size());
        int side = between(SMALLEST, LARGEST, random);
        float[] image = shrunk(images, which, side);
        int top = random.nextInt(SIDE - side + 1);
        int left = random.nextInt(SIDE - side + 1);
        int firstRow = side;
        int lastRow = -1;
        int firstColumn = side;
        int lastColumn = -1;
        for (int at = 0; at < image.length; at++) {
            if (image[at] > BRIGHT) {
                firstRow = Math.min(firstRow, at / side);
                lastRow = Math.max(lastRow, at / side);
                firstColumn = Math.min(firstColumn, at % side);
                lastColumn = Math.max(lastColumn, at % side);
            }
        }
        Box box = new Box(left + firstColumn, top + firstRow, left + lastColumn + 1, top + lastRow + 1);
        if (lastRow < 0 || others.stream().anyMatch(other -> near(other.box(), box))) {
            return;
        }
        for (int at = 0; at < image.length; at++) {
            if (image[at] > BRIGHT) {
                scene[(top + at / side) * SIDE + left + at % side] = image[at];
            }
        }
        others.add(new Labelled(images.classes()[which], box));
    }

    private static boolean near(Box one, Box other) {
        return Math.abs(one.left() + one.right() - other.left() - other.right()) < 2 * APART
                && Math.abs(one.top() + one.bottom() - other.top() - other.bottom()) < 2 * APART;
    }

    /** An image at another size, by the mean over the area of each new pixel. */
    private static float[] shrunk(Images images, int which, int side) {
        float[] pixels = images.pixels()[which];
        float[] shrunk = new float[side * side];
        double rows = images.height() / (double) side;
        double columns = images.width() / (double) side;
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                double sum = 0;
                for (int y = (int) (row * rows); y < (row + 1) * rows; y++) {
                    double height = Math.min(y + 1, (row + 1) * rows) - Math.max(y, row * rows);
                    for (int x = (int) (column * columns); x < (column + 1) * columns; x++) {
                        double width = Math.min(x + 1, (column + 1) * columns) - Math.max(x, column * columns);
                        sum += height
                                * width
                                * pixels[
                                        Math.min(y, images.height() - 1) * images.width()
                                                + Math.min(x, images.width() - 1)];
                    }
                }
                shrunk[row * side + column] = (float) (sum / (rows * columns));
            }
        }
        return shrunk;
    }

    /** The number of objects. */
    public int count() {
        return objects.stream().mapToInt(List::size).sum();
    }
}
