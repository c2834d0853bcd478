package org.losses4j.examples.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Images of two digits each, with their classes as labels that do not exclude each other.
 *
 * <p>The digits stand side by side, moved at random by up to a quarter of their size, so that they may overlap; where they do, the
 * brighter pixel is seen. As labels usually are, the classes are unequally frequent: class c is drawn with a probability
 * proportional to 1 / (c + 1). An image of two equal digits has one label.
 *
 * @param height of an image, 1.25 times a digit's
 * @param width of an image, 2.25 times a digit's
 * @param train pairs of training images
 * @param test pairs of test images
 */
public record DigitPairs(int height, int width, Samples train, Samples test) {
    private static final int TRAIN = 1500;
    private static final int TEST = 1000;

    /**
     * Pairs that depend on nothing but the seed and the data.
     *
     * @param split the digits; no digit of one part occurs in the other
     */
    public static DigitPairs of(ImageSplit split, long seed) {
        List<Integer> classes = split.train().present();
        Random random = new Random(seed);
        Images digits = split.train();
        int height = digits.height() * 5 / 4;
        int width = digits.width() * 9 / 4;
        return new DigitPairs(
                height,
                width,
                pairs(digits.numbered(classes), TRAIN, height, width, random),
                pairs(split.test().numbered(classes), TEST, height, width, random));
    }

    private static Samples pairs(Images digits, int count, int height, int width, Random random) {
        List<List<Integer>> byClass = new ArrayList<>();
        for (int each = 0; each < digits.classCount(); each++) {
            byClass.add(digits.positions(each));
        }
        float[][] images = new float[count][height * width];
        float[][] labels = new float[count][byClass.size()];
        for (int i = 0; i < count; i++) {
            for (int place = 0; place < 2; place++) {
                int drawn = drawClass(byClass.size(), random);
                List<Integer> candidates = byClass.get(drawn);
                float[] digit = digits.pixels()[candidates.get(random.nextInt(candidates.size()))];
                int y = random.nextInt(height - digits.height() + 1);
                int x = place * digits.width() + random.nextInt(width - 2 * digits.width() + 1);
                paste(digit, digits.width(), images[i], width, y * width + x);
                labels[i][drawn] = 1;
            }
        }
        return new Samples(images, labels);
    }

    private static int drawClass(int classes, Random random) {
        double sum = 0;
        for (int each = 0; each < classes; each++) {
            sum += 1.0 / (each + 1);
        }
        double left = random.nextDouble() * sum;
        int drawn = 0;
        while (drawn < classes - 1 && left >= 1.0 / (drawn + 1)) {
            left -= 1.0 / (drawn + 1);
            drawn++;
        }
        return drawn;
    }

    private static void paste(float[] digit, int digitWidth, float[] image, int width, int corner) {
        for (int i = 0; i < digit.length; i++) {
            int at = corner + i / digitWidth * width + i % digitWidth;
            image[at] = Math.max(image[at], digit[i]);
        }
    }

    /** The share of training images with each label. */
    public double[] frequencies() {
        double[] shares = new double[train.targets()[0].length];
        for (float[] labels : train.targets()) {
            for (int label = 0; label < shares.length; label++) {
                shares[label] += labels[label] / train.size();
            }
        }
        return shares;
    }
}
