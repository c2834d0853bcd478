package org.losses4j.examples.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;

/**
 * Two parts of a set of images.
 *
 * @param train what to learn from
 * @param test what to judge by
 */
public record ImageSplit(Images train, Images test) {
    private static final double TRAIN_SHARE = 0.7;
    private static final int MOST_TRAIN = 6000;
    private static final int MOST_TEST = 2000;

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
        return new ImageSplit(
                IdxImages.read(folder.get(), "train").shuffled(MOST_TRAIN, random),
                IdxImages.read(folder.get(), "t10k").shuffled(MOST_TEST, random));
    }
}
