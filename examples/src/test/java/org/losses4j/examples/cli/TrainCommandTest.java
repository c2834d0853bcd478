package org.losses4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainCommandTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"dl4j, network.zip", "djl, network-0000.params"})
    void writesModelMetricsAndPictures(String framework, String model) throws IOException {
        Path target = folder.resolve("run");
        Outcome outcome = Outcome.of(
                "train",
                "huber",
                "--framework",
                framework,
                "--epochs",
                "3",
                "--repeats",
                "2",
                "--seed",
                "7",
                "--out",
                target.toString());
        assertEquals(0, outcome.status(), outcome.err());
        assertTrue(outcome.out().contains("mean absolute error"), outcome.out());
        assertTrue(outcome.out().contains("mean error"), outcome.out());
        assertTrue(outcome.out().contains("Loss per epoch"), outcome.out());
        for (String file : List.of(model, "residuals.png", "predictions.png", "loss.png", "report.html")) {
            assertTrue(Files.size(target.resolve(file)) > 1000, file);
        }
        JsonNode metrics = metrics(target);
        assertEquals(framework, metrics.get("framework").asText());
        assertEquals(7, metrics.get("seed").asInt());
        assertEquals(31, metrics.get("wrong_targets").asInt());
        assertFalse(metrics.get("interrupted").asBoolean());
        assertEquals(6, metrics.get("trials").size());
        for (JsonNode trial : metrics.get("trials")) {
            assertEquals(3, trial.get("loss_per_epoch").size());
            assertTrue(trial.at("/figures/mean_absolute_error").asDouble() > 20, trial.toString());
        }
        double mean = metrics.at("/summary/huber/mean_absolute_error/mean").asDouble();
        assertEquals(
                (metrics.at("/trials/0/figures/mean_absolute_error").asDouble()
                                + metrics.at("/trials/3/figures/mean_absolute_error")
                                        .asDouble())
                        / 2,
                mean,
                1e-12);
        assertEquals(List.of("run"), names());
        String page = Files.readString(target.resolve("report.html"));
        String command = "examples/run train huber --framework " + framework + " --epochs 3 --seed 7 --repeats 2";
        assertTrue(page.contains("<pre>" + command + "</pre>"), command);
        assertEquals(5, page.split("<img src=\"data:image/png", -1).length, "four pictures");
        assertTrue(page.contains("mean absolute error"));
    }

    @ParameterizedTest
    @CsvSource({
        "huber, huber, dl4j",
        "huber, huber, djl",
        "custom, log squared error, dl4j",
        "custom, log squared error, djl"
    })
    void robustLossesAreNotMisledByOutliers(String example, String robust, String framework) throws IOException {
        Path target = folder.resolve("run");
        Outcome outcome = Outcome.of(
                "train",
                example,
                "--framework",
                framework,
                "--repeats",
                "1",
                "--seed",
                "31",
                "--out",
                target.toString());
        assertEquals(0, outcome.status(), outcome.err());
        assertTrue(outcome.out().contains("mean absolute error"), outcome.out());
        for (String picture : List.of("residuals.png", "predictions.png", "mean_absolute_error.png", "loss.png")) {
            assertTrue(Files.size(target.resolve(picture)) > 1000, picture);
        }
        JsonNode summary = metrics(target).get("summary");
        double error = summary.at("/" + robust + "/mean_absolute_error/mean").asDouble();
        // Outliers mislead the squared error by about 100.
        assertTrue(error > 20, summary.toString());
        assertTrue(error < summary.at("/squared error/mean_absolute_error/mean").asDouble() - 20, summary.toString());
    }

    @Test
    void trainsInBothFrameworksByDefault() throws IOException {
        Outcome outcome = Outcome.of("train", "huber", "--epochs", "1", "--repeats", "1", "--out", folder.toString());
        assertEquals(0, outcome.status(), outcome.err());
        assertEquals(List.of("huber-djl", "huber-dl4j"), names());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train",
                "train vocal",
                "train huber --framework torch",
                "train huber --epochs 0",
                "train huber --epochs many",
                "train huber --repeats 0",
                "train huber --seed 9223372036854775807 --repeats 2",
                "train huber --seed 1.5"
            })
    void refusesAWrongCommandLine(String line) throws IOException {
        Outcome outcome = Outcome.of((line + " --out " + folder.resolve("run")).split(" "));
        assertEquals(2, outcome.status());
        assertTrue(outcome.err().startsWith("error: "), outcome.err());
        assertTrue(outcome.err().strip().endsWith("See: examples/run train --help"), outcome.err());
        assertTrue(outcome.err().lines().count() <= 4, outcome.err());
        assertEquals(List.of(), names());
    }

    @Test
    void refusesAFolderThatIsNotItsOwn() throws IOException {
        Files.writeString(folder.resolve("thesis.tex"), "\\title");
        Outcome outcome = Outcome.of("train", "huber", "--framework", "dl4j", "--out", folder.toString());
        assertEquals(1, outcome.status());
        assertTrue(outcome.err().startsWith("error: "), outcome.err());
        assertTrue(outcome.err().contains("not the folder of an earlier run"), outcome.err());
        assertEquals(List.of("thesis.tex"), names());
    }

    /** Before the first framework has trained for nothing. */
    @Test
    void refusesTheSecondFolderThatIsNotItsOwnAtOnce() throws IOException {
        Path thesis = Files.createDirectory(folder.resolve("huber-djl"));
        Files.writeString(thesis.resolve("thesis.tex"), "\\title");
        Outcome outcome = Outcome.of("train", "huber", "--out", folder.toString());
        assertEquals(1, outcome.status());
        assertTrue(outcome.err().contains("not the folder of an earlier run"), outcome.err());
        assertEquals("", outcome.out());
        assertEquals(List.of("huber-djl"), names());
    }

    @Test
    void anEmptyNameIsNoFolder() {
        Outcome outcome = Outcome.of("train", "huber", "--framework", "dl4j", "--out", "");
        assertEquals(2, outcome.status());
        assertTrue(outcome.err().contains("--out is empty"), outcome.err());
    }

    @Test
    void aFileInAFoldersPlaceIsNamedWithTheReason() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");
        Outcome outcome =
                Outcome.of("train", "huber", "--out", file.resolve("runs").toString());
        assertEquals(1, outcome.status());
        assertTrue(outcome.err().contains("file"), outcome.err());
        assertTrue(outcome.err().strip().split(": ").length > 2, outcome.err());
        assertEquals("mine", Files.readString(file));
    }

    // SIGTERM takes the same way through the JVM as Ctrl-C.
    @ParameterizedTest
    @ValueSource(strings = {"dl4j", "djl"})
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "Process.destroy() does not let the JVM run its hooks there")
    void savesWhatWasTrainedSoFarWhenInterrupted(String framework) throws IOException, InterruptedException {
        Path target = folder.resolve("run");
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "train",
                        "huber",
                        "--framework",
                        framework,
                        "--epochs",
                        "1000000",
                        "--out",
                        target.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            waitFor(log, "loss ");
            process.destroy();
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it must end");
        } finally {
            process.destroyForcibly();
        }
        assertTrue(process.exitValue() != 0, "an interrupted run is not a success");
        assertTrue(Files.readString(log).contains("Interrupted"), Files.readString(log));
        JsonNode metrics = metrics(target);
        assertTrue(metrics.get("interrupted").asBoolean());
        assertEquals(1, metrics.get("trials").size());
        assertTrue(metrics.at("/trials/0/loss_per_epoch").size() < 1000000);
        assertTrue(metrics.get("restored_model_predicts_the_same").asBoolean());
        assertEquals(List.of("log", "run"), names());
    }

    private static void waitFor(Path log, String text) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (!Files.readString(log).contains(text)) {
            assertTrue(System.nanoTime() < end, () -> "no '" + text + "' in " + log);
            Thread.sleep(100);
        }
    }

    private static JsonNode metrics(Path target) throws IOException {
        return new ObjectMapper().readTree(target.resolve("metrics.json").toFile());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            return content.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
