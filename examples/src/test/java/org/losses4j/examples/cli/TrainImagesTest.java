package org.losses4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainImagesTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "focal, djl, network-0000.params, average_precision, detections.png precision_recall.png",
        "multilabel, dl4j, network.zip, macro_f1, f1_by_label.png precision_recall.png",
        "multilabel, djl, network-0000.params, macro_f1, f1_by_label.png precision_recall.png",
        "segmentation, dl4j, network.zip, iou_small, masks.png iou_small.png",
        "segmentation, djl, network-0000.params, iou_small, masks.png iou_small.png",
    })
    void writesModelMetricsAndPictures(String example, String framework, String model, String figure, String pictures)
            throws IOException {
        Path target = folder.resolve("run");
        Outcome outcome = train(example, framework, target);
        assertEquals(0, outcome.status(), outcome.err());
        for (String file : (model + " loss.png " + pictures).split(" ")) {
            assertTrue(Files.size(target.resolve(file)) > 1000, file);
        }
        JsonNode metrics =
                new ObjectMapper().readTree(target.resolve("metrics.json").toFile());
        assertEquals(framework, metrics.get("framework").asText());
        assertTrue(metrics.get("restored_model_predicts_the_same").asBoolean());
        assertTrue(metrics.get("trials").size() >= 2, metrics.toString());
        for (JsonNode trial : metrics.get("trials")) {
            assertEquals(1, trial.get("loss_per_epoch").size());
            double value = trial.at("/figures/" + figure).asDouble(-1);
            assertTrue(value >= 0 && value <= 1, trial.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"multilabel, dl4j", "multilabel, djl"})
    void takesIdxFilesOfAnotherSize(String example, String framework) throws IOException {
        Path data = folder.resolve("data");
        writeIdx(data, "train", 200);
        writeIdx(data, "t10k", 60);
        Path target = folder.resolve("run");
        Outcome outcome = train(example, framework, target, "--data", data.toString());
        assertEquals(0, outcome.status(), outcome.err());
        assertTrue(Files.exists(target.resolve("metrics.json")));
    }

    @Test
    void saysWhichImagesCannotBeRead() throws IOException {
        Path data = folder.resolve("data");
        writeIdx(data, "train", 20);
        writeIdx(data, "t10k", 20);
        Path labels = data.resolve("t10k-labels-idx1-ubyte");
        byte[] bytes = Files.readAllBytes(labels);
        bytes[11] = 33;
        Files.write(labels, bytes);
        Outcome outcome = train("multilabel", "djl", folder.resolve("run"), "--data", data.toString());
        assertEquals(1, outcome.status());
        assertEquals(
                "error: " + labels + ", byte 11: label 33 is not one of 0 to 9",
                outcome.err().strip());
        try (Stream<Path> content = Files.list(folder)) {
            assertEquals(List.of(data), content.toList());
        }
    }

    @ParameterizedTest
    @CsvSource({"dl4j, network.zip", "djl, network-0000.params"})
    void drawsCharactersInTheFontsOfAFolder(String framework, String model) throws IOException {
        Path fonts = Files.createDirectory(folder.resolve("fonts"));
        List<Path> known = someFonts();
        assumeFalse(known.isEmpty(), "no TrueType fonts with Latin letters on this machine");
        for (Path font : known) {
            Files.copy(font, fonts.resolve(font.getFileName()));
        }
        Path target = folder.resolve("run");
        Outcome outcome = train("triplet", framework, target, "--data", fonts.toString());
        assertEquals(0, outcome.status(), outcome.err());
        for (String file : List.of(model, "neighbours.png", "precision.png", "loss.png", "report.html")) {
            assertTrue(Files.size(target.resolve(file)) > 1000, file);
        }
        JsonNode metrics =
                new ObjectMapper().readTree(target.resolve("metrics.json").toFile());
        assertTrue(metrics.get("restored_model_predicts_the_same").asBoolean());
        assertEquals(3, metrics.get("trials").size());
        assertTrue(metrics.at("/pixels/mean_average_precision/mean").asDouble() > 0, metrics.toString());
    }

    private static List<Path> someFonts() throws IOException {
        Path all = Path.of("/usr/share/fonts/truetype");
        if (!Files.isDirectory(all)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(all)) {
            return files.filter(
                            file -> file.toString().matches(".*(DejaVu|Liberation)Sans-Bold(Oblique|Italic)?[.]ttf"))
                    .sorted()
                    .limit(2)
                    .toList();
        }
    }

    @Test
    void otherDataAreForExamplesOnImages() {
        Outcome outcome = train("huber", "djl", folder.resolve("run"), "--data", folder.toString());
        assertEquals(2, outcome.status());
        assertTrue(outcome.err().startsWith("error: --data is for examples that can take other data"), outcome.err());
    }

    private static Outcome train(String example, String framework, Path target, String... more) {
        Stream<String> line = Stream.of(
                "train", example, "--framework", framework, "--epochs", "1", "--repeats", "1", "--seed", "7", "--out");
        return Outcome.of(Stream.concat(Stream.concat(line, Stream.of(target.toString())), Stream.of(more))
                .toArray(String[]::new));
    }

    /** Images of 12×12 random pixels, of the classes 0 to 9 in turn. */
    private static void writeIdx(Path folder, String part, int count) throws IOException {
        Files.createDirectories(folder);
        byte[] pixels = new byte[count * 144];
        new Random(1).nextBytes(pixels);
        ByteBuffer images = ByteBuffer.allocate(16 + pixels.length)
                .putInt(0x803)
                .putInt(count)
                .putInt(12)
                .putInt(12)
                .put(pixels);
        ByteBuffer labels = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
        for (int i = 0; i < count; i++) {
            labels.put((byte) (i % 10));
        }
        Files.write(folder.resolve(part + "-images-idx3-ubyte"), images.array());
        Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.array());
    }
}
