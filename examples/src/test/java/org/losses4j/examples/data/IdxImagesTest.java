package org.losses4j.examples.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxImagesTest {
    // The format as Y. LeCun's page on MNIST describes it: two images of 1×3 pixels, and their labels.
    private static final String IMAGES = "00000803 00000002 00000001 00000003 0033ff ff0099";
    private static final String LABELS = "00000801 00000002 0709";

    @TempDir
    private Path folder;

    @BeforeEach
    void writeFiles() throws IOException {
        for (String part : new String[] {"train", "t10k"}) {
            Files.write(folder.resolve(part + "-images-idx3-ubyte"), bytes(IMAGES));
            Files.write(folder.resolve(part + "-labels-idx1-ubyte"), bytes(LABELS));
        }
    }

    @Test
    void readsImagesAndLabels() throws IOException {
        check(IdxImages.read(folder, "train"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"train-images-idx3-ubyte.gz", "train-images-idx3-ubyte", "train-images.idx3-ubyte.gz"})
    void readsGzippedFilesWhateverTheirName(String name) throws IOException {
        Files.delete(folder.resolve("train-images-idx3-ubyte"));
        Files.write(folder.resolve(name), gzipped(bytes(IMAGES)));
        check(IdxImages.read(folder, "train"));
    }

    private static void check(Images images) {
        assertEquals(1, images.height());
        assertEquals(3, images.width());
        assertArrayEquals(new int[] {7, 9}, images.classes());
        assertArrayEquals(new float[] {0, 0.2f, 1}, images.pixels()[0]);
        assertArrayEquals(new float[] {1, 0, 0.6f}, images.pixels()[1]);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "images-idx3 | 00000801 00000002 00000001 00000003 | byte 0: not an IDX file of unsigned bytes with 3",
                "images-idx3 | 0000 | byte 2: the file ends, but 16 bytes are due from byte 0 on",
                "images-idx3 | 00000803 00000002 00000001 00000003 0033ff ff00 | byte 21: the file ends, but 6 bytes",
                "images-idx3 | 00000803 00000002 00000001 00000003 0033ff ff0099 00 | byte 22: more data than 2×1×3",
                "images-idx3 | 00000803 00000002 00000000 00000003 | byte 8: axis 1 cannot have extent 0",
                "images-idx3 | 00000803 00000002 00000001 fffffffd | byte 12: axis 2 cannot have extent 4294967293",
                "images-idx3 | 00000803 00010000 00010000 00010000 | byte 4: an array cannot have the extents 65536×65536×65536",
                "images-idx3 | 00000803 7fffffff 0000001c 0000001c | byte 4: an array cannot have the extents 2147483647×28×28",
                "images-idx3 | 00000803 00000002 0000001c 7fffffff | byte 4: an array cannot have the extents 2×28×2147483647",
                "labels-idx1 | 00000801 00000002 070a | byte 9: label 10 is not one of 0 to 9",
                "labels-idx1 | 00000801 00000003 070809 | byte 4: 3 labels for the 2 images of train-images-idx3-ubyte",
                "labels-idx1 | 6e6f7420696478 | byte 7: the file ends",
            })
    void saysWhatIsWrongAndWhere(String kind, String content, String message) throws IOException {
        Path file = folder.resolve("train-" + kind + "-ubyte");
        Files.write(file, bytes(content));
        IOException error = assertThrows(IOException.class, () -> IdxImages.read(folder, "train"));
        assertTrue(error.getMessage().startsWith(file + ", " + message), error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 9, 11, 24, 30, -9, -1})
    void saysWhereAGzippedFileIsCutShort(int length) throws IOException {
        byte[] whole = gzipped(bytes(IMAGES));
        int kept = length < 0 ? whole.length + length : length;
        Path images = folder.resolve("train-images-idx3-ubyte.gz");
        Files.delete(folder.resolve("train-images-idx3-ubyte"));
        Files.write(images, Arrays.copyOf(whole, kept));
        IOException error = assertThrows(IOException.class, () -> IdxImages.read(folder, "train"));
        assertTrue(
                error.getMessage()
                        .matches("\\Q" + images + "\\E, byte \\d+ of what it unpacks to: the file is cut short: its "
                                + kept + " gzipped bytes end there"),
                error.getMessage());
    }

    @Test
    void saysUpToWhereALargeGzippedFileCouldBeRead() throws IOException {
        byte[] pixels = new byte[16 + 3000 * 784];
        new Random(1).nextBytes(pixels);
        System.arraycopy(bytes("00000803 00000bb8 0000001c 0000001c"), 0, pixels, 0, 16);
        byte[] whole = gzipped(pixels);
        Path images = folder.resolve("train-images-idx3-ubyte");
        Files.write(images, Arrays.copyOf(whole, whole.length / 2));
        IOException error = assertThrows(IOException.class, () -> IdxImages.read(folder, "train"));
        assertTrue(error.getMessage().startsWith(images + ", byte "), error.getMessage());
        // Random bytes cannot be compressed: half of the file is half of the content.
        int at = Integer.parseInt(error.getMessage().replaceAll(".*, byte (\\d+) of.*", "$1"));
        assertEquals(0.5, at / (double) pixels.length, 0.1);
        whole[whole.length / 2] ^= 0x55;
        Files.write(images, whole);
        error = assertThrows(IOException.class, () -> IdxImages.read(folder, "train"));
        assertTrue(error.getMessage().startsWith(images + ", byte "), error.getMessage());
        assertTrue(error.getMessage().contains("damaged"), error.getMessage());
    }

    @Test
    void trainingAndTestImagesAreOfOneSize() throws IOException {
        Files.write(
                folder.resolve("t10k-images-idx3-ubyte"), bytes("00000803 00000002 00000003 00000001 0033ff ff0099"));
        IOException error = assertThrows(IOException.class, () -> ImageSplit.of(Optional.of(folder), 1));
        assertTrue(error.getMessage().contains("3×1 pixels, those to train on of 1×3"), error.getMessage());
    }

    @Test
    void saysWhichClassesAreMissing() throws IOException {
        for (String part : new String[] {"train", "t10k"}) {
            Files.write(folder.resolve(part + "-labels-idx1-ubyte"), bytes("00000801 00000002 0707"));
        }
        ImageSplit alike = ImageSplit.of(Optional.of(folder), 1);
        IOException error = assertThrows(IOException.class, () -> alike.requireTrainable(Optional.of(folder), 5));
        assertEquals(
                folder + ": the training images are of class 7 alone; wanted at least 5 classes", error.getMessage());
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), bytes("00000801 00000002 0709"));
        ImageSplit split = ImageSplit.of(Optional.of(folder), 1);
        error = assertThrows(IOException.class, () -> split.requireTrainable(Optional.of(folder), 1));
        assertTrue(error.getMessage().contains("of the classes 7, the test images of 7, 9"), error.getMessage());
    }

    @ParameterizedTest
    @CsvSource({"7, 28", "28, 129", "2000, 2000"})
    void imagesAreOfASizeThatNetworksTake(int height, int width) {
        float[][] pixels = new float[2][height * width];
        pixels[1][0] = 1;
        Images images = new Images(height, width, pixels, new int[] {0, 1});
        ImageSplit split = new ImageSplit(images, images);
        IOException error = assertThrows(IOException.class, () -> split.requireTrainable(Optional.of(folder), 2));
        assertEquals(
                folder + ": the images are of " + height + "×" + width + " pixels; wanted 8 to 128 along either side",
                error.getMessage());
    }

    @Test
    void imagesDiffer() {
        Images images = new Images(8, 8, new float[2][64], new int[] {0, 1});
        ImageSplit split = new ImageSplit(images, images);
        IOException error = assertThrows(IOException.class, () -> split.requireTrainable(Optional.of(folder), 2));
        assertTrue(error.getMessage().contains("all training images are alike"), error.getMessage());
    }

    @Test
    void saysWhichFileIsMissingOrDamaged() throws IOException {
        byte[] damaged = gzipped(bytes(IMAGES));
        damaged[damaged.length / 2] ^= 0x55;
        Path images = folder.resolve("train-images-idx3-ubyte");
        Files.write(images, damaged);
        IOException error = assertThrows(IOException.class, () -> IdxImages.read(folder, "train"));
        assertTrue(error.getMessage().startsWith(images.toString()), error.getMessage());
        Files.delete(images);
        error = assertThrows(IOException.class, () -> IdxImages.read(folder, "train"));
        assertEquals(
                folder + " holds no train-images-idx3-ubyte and no train-images-idx3-ubyte.gz", error.getMessage());
        Path nowhere = folder.resolve("nowhere");
        error = assertThrows(IOException.class, () -> IdxImages.read(nowhere, "train"));
        assertEquals(nowhere + " is not a folder of IDX files", error.getMessage());
    }

    @Test
    void splitsAreDrawnFromEitherPart() throws IOException {
        ImageSplit split = ImageSplit.of(Optional.of(folder), 1);
        assertEquals(2, split.train().size());
        assertEquals(16, Arrays.stream(split.test().classes()).sum());
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static byte[] gzipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        try (OutputStream stream = new GZIPOutputStream(target)) {
            stream.write(bytes);
        }
        return target.toByteArray();
    }
}
