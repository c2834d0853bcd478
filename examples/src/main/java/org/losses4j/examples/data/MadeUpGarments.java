package org.losses4j.examples.data;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Files as Fashion-MNIST's, with few images, to try programs on: noise and a bright bar, whose place depends on the label. */
public final class MadeUpGarments {
    private static final int SIDE = 28;
    private static final int LABELS = 10;

    private MadeUpGarments() {}

    /** Writes all four files into a folder, and returns it. */
    public static Path write(Path folder) throws IOException {
        write(folder, "train", 400);
        write(folder, "t10k", 200);
        return folder;
    }

    private static void write(Path folder, String part, int number) throws IOException {
        Random random = new Random(number);
        try (DataOutputStream images = open(folder.resolve(part + "-images-idx3-ubyte.gz"));
                DataOutputStream labels = open(folder.resolve(part + "-labels-idx1-ubyte.gz"))) {
            header(images, number, SIDE, SIDE);
            header(labels, number);
            for (int i = 0; i < number; i++) {
                int label = i % LABELS;
                labels.writeByte(label);
                for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
                    boolean bar = pixel / SIDE / 3 == label || pixel % SIDE == SIDE / 2;
                    images.writeByte(bar ? 200 + random.nextInt(56) : random.nextInt(20));
                }
            }
        }
    }

    private static DataOutputStream open(Path file) throws IOException {
        return new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)));
    }

    private static void header(DataOutputStream to, int... extents) throws IOException {
        to.writeInt(0x800 | extents.length);
        for (int extent : extents) {
            to.writeInt(extent);
        }
    }
}
