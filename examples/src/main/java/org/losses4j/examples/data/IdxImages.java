package org.losses4j.examples.data;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Images and classes of a folder with the files of MNIST or Fashion-MNIST: {@code train-images-idx3-ubyte}, {@code
 * train-labels-idx1-ubyte}, and the same with {@code t10k}; plain or gzipped, whether they end in {@code .gz} or not.
 */
final class IdxImages {
    private static final int MOST_CLASSES = 10;

    private IdxImages() {}

    /**
     * Reads one part.
     *
     * @param part {@code train} or {@code t10k}
     * @throws IOException if a file is missing or malformed; the message has file and byte
     */
    static Images read(Path folder, String part) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(folder + " is not a folder of IDX files");
        }
        if (!Files.isReadable(folder) || !Files.isExecutable(folder)) {
            throw new AccessDeniedException(folder.toString());
        }
        IdxFile images = IdxFile.read(find(folder, part + "-images", "idx3-ubyte"), 3);
        IdxFile labels = IdxFile.read(find(folder, part + "-labels", "idx1-ubyte"), 1);
        if (images.extents()[0] != labels.extents()[0]) {
            throw new IOException(labels.path() + ", byte 4: " + labels.extents()[0] + " labels for the "
                    + images.extents()[0] + " images of " + images.path().getFileName());
        }
        return new Images(images.extents()[1], images.extents()[2], pixels(images), classes(labels));
    }

    private static Path find(Path folder, String name, String kind) throws IOException {
        for (String file : List.of(name + "-" + kind, name + "." + kind)) {
            for (String suffix : List.of("", ".gz")) {
                Path path = folder.resolve(file + suffix);
                if (Files.isRegularFile(path)) {
                    return path;
                }
            }
        }
        throw new IOException(folder + " holds no " + name + "-" + kind + " and no " + name + "-" + kind + ".gz");
    }

    private static float[][] pixels(IdxFile file) {
        int size = file.extents()[1] * file.extents()[2];
        float[][] pixels = new float[file.extents()[0]][size];
        for (int i = 0; i < pixels.length; i++) {
            for (int j = 0; j < size; j++) {
                pixels[i][j] = (file.bytes()[i * size + j] & 0xFF) / 255f;
            }
        }
        return pixels;
    }

    private static int[] classes(IdxFile file) throws IOException {
        int[] classes = new int[file.extents()[0]];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = file.bytes()[i] & 0xFF;
            if (classes[i] >= MOST_CLASSES) {
                throw new IOException(file.path() + ", byte " + (file.start() + i) + ": label " + classes[i]
                        + " is not one of 0 to " + (MOST_CLASSES - 1));
            }
        }
        return classes;
    }
}
