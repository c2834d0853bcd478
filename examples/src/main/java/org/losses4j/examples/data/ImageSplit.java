package org.losses4j.examples.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A set of images in two parts.
 *
 * @param train the images to learn from
 * @param test the images to judge by
 */
public record ImageSplit(Images train, Images test) {
    private static final double TRAIN_SHARE = 0.7;
    private static final int MOST_TRAIN = 6000;
    private static final int MOST_TEST = 2000;
    private static final int LEAST_SIDE = 8;
    private static final int MOST_SIDE = 128;

    /**
     * A split that depends on nothing but the seed and the data: 70 % and 30 % of the bundled digits; or of a folder of
     * IDX files at most 6,000 training and 2,000 test images, drawn by the seed from either part.
     *
     * @param folder of the IDX files, see {@link IdxImages}; the bundled digits if there is none
     * @throws IOException if it cannot be read, or is malformed; the message has file and byte
     */
    public static ImageSplit of(Optional<Path> folder, long seed) throws IOException {
        Random random = new Random(seed);
        if (folder.isEmpty()) {
            Images all = Images.of(Digits.bundled());
            return all.shuffled(all.size(), random).cut((int) Math.round(TRAIN_SHARE * all.size()));
        }
        Images train = IdxImages.read(folder.get(), "train");
        Images test = IdxImages.read(folder.get(), "t10k");
        if (train.height() != test.height() || train.width() != test.width()) {
            throw new IOException(folder.get() + ": the test images are of " + test.height() + "×" + test.width()
                    + " pixels, those to train on of " + train.height() + "×" + train.width());
        }
        return new ImageSplit(train.shuffled(MOST_TRAIN, random), test.shuffled(MOST_TEST, random));
    }

    /**
     * Checks that there is something to tell apart, in images that the examples' networks are made for.
     *
     * @param folder where the images come from
     * @param least how many classes there must be
     * @throws IOException if there are fewer, or either part lacks a class that the other has, or the images are too small,
     *     too large or all alike; the message says which
     */
    public void requireTrainable(Optional<Path> folder, int least) throws IOException {
        String from = folder.map(Path::toString).orElse("the bundled digits");
        List<Integer> classes = train.present();
        if (classes.size() < least) {
            throw new IOException(
                    from + ": the training images are of " + (classes.size() == 1 ? "class " : "the classes ")
                            + text(classes) + " alone; wanted at least " + least + " classes");
        }
        if (!classes.equals(test.present())) {
            throw new IOException(from + ": the training images are of the classes " + text(classes)
                    + ", the test images of " + text(test.present()) + "; wanted the same");
        }
        for (int side : new int[] {train.height(), train.width()}) {
            if (side < LEAST_SIDE || side > MOST_SIDE) {
                throw new IOException(from + ": the images are of " + train.height() + "×" + train.width()
                        + " pixels; wanted " + LEAST_SIDE + " to " + MOST_SIDE + " along either side");
            }
        }
        if (Arrays.stream(train.pixels()).allMatch(image -> Arrays.equals(image, train.pixels()[0]))) {
            throw new IOException(from + ": all training images are alike: there is nothing to tell apart");
        }
    }

    private static String text(List<Integer> classes) {
        return classes.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
