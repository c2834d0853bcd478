package org.losses4j.examples.laboratory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.losses4j.Objective;
import org.losses4j.examples.data.Samples;
import org.losses4j.examples.network.ImageNetwork;
import org.losses4j.examples.report.Interruption;
import org.losses4j.examples.report.RunFolder;
import org.losses4j.loss.regression.MeanSquaredError;

class ComparisonTest {
    private static final Figure FIGURE = new Figure("right", "share right", "%.2f");

    private final List<String> complaints = new ArrayList<>();
    private final StringWriter out = new StringWriter();

    @TempDir
    private Path parent;

    /** Says the same to every image. */
    private record Constant(Iterator<Double> losses, float output) implements ImageNetwork {
        @Override
        public double train(Samples batch) {
            return losses.next();
        }

        @Override
        public float[][] outputs(float[][] images) {
            float[][] outputs = new float[images.length][1];
            for (float[] each : outputs) {
                each[0] = output;
            }
            return outputs;
        }

        @Override
        public void save(Path folder) throws IOException {
            Files.writeString(folder.resolve("network"), "");
        }

        @Override
        public void close() {}
    }

    private record Constants(List<Double> losses, float output, float restored) implements Experiment<String> {
        @Override
        public List<Contender> contenders(long seed) {
            return List.of(new Contender("squares", Objective.of(new MeanSquaredError())));
        }

        @Override
        public Training<String> start(Contender contender, Framework framework, long seed) {
            return new ImageTraining<>(
                    new Constant(losses.iterator(), output),
                    folder -> new Constant(losses.iterator(), restored),
                    () -> List.of(new Samples(new float[1][1], new float[1][1])),
                    new float[3][1],
                    outputs -> new Judgement<>(Map.of("right", 0.5), ""));
        }
    }

    private Trials<String> compare(Constants constants) throws IOException {
        try (RunFolder folder = RunFolder.open(parent.resolve("run"));
                Interruption interruption = Interruption.watch()) {
            Run run = new Run(
                    Framework.DJL,
                    constants.losses.size(),
                    7,
                    1,
                    Optional.empty(),
                    folder,
                    new PrintWriter(out, true),
                    interruption,
                    complaints::add);
            Trials<String> trials = new Comparison<>(run, constants).train("constants");
            new ComparisonReport(run, "constants", trials, List.of(FIGURE)).write(Map.of());
            folder.publish();
            return trials;
        }
    }

    @Test
    void printsAndWritesWhatItCompared() throws IOException {
        assertTrue(compare(new Constants(List.of(2.0, 1.0), 1, 1)).restored());
        assertTrue(out.toString().contains("restored, it predicts the same"), out.toString());
        assertTrue(out.toString().contains("0.50"), out.toString());
        assertFalse(out.toString().contains("±"), "one training has no spread: " + out);
        assertEquals(List.of(), complaints);
        String metrics = Files.readString(parent.resolve("run").resolve("metrics.json"));
        assertTrue(metrics.contains("\"deviation\" : null"), metrics);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void aLossThatIsNotFiniteEndsIt(double loss) {
        TrainingFailedException error = assertThrows(
                TrainingFailedException.class, () -> compare(new Constants(List.of(2.0, loss, 1.0), 1, 1)));
        for (String part :
                List.of("squares", "djl", "seed 7", "the loss of epoch 2 is " + loss, "Nothing was written")) {
            assertTrue(error.getMessage().contains(part), error.getMessage());
        }
        assertFalse(Files.exists(parent.resolve("run")));
    }

    @ParameterizedTest
    @CsvSource({"NaN, NaN", "NaN, 1", "-Infinity, -Infinity"})
    void aPredictionThatIsNotFiniteEndsIt(float output, float restored) {
        TrainingFailedException error = assertThrows(
                TrainingFailedException.class, () -> compare(new Constants(List.of(2.0), output, restored)));
        assertTrue(error.getMessage().contains("a prediction is " + output), error.getMessage());
        assertFalse(Files.exists(parent.resolve("run")));
    }

    @ParameterizedTest
    @ValueSource(floats = {1.0000001f, Float.NaN})
    void aRestoredNetworkThatPredictsOtherwiseIsSaidWithTheTable(float restored) throws IOException {
        assertFalse(compare(new Constants(List.of(2.0), 1, restored)).restored());
        assertTrue(out.toString().contains("0.50"), out.toString());
        assertTrue(out.toString().contains("RESTORED, IT PREDICTS OTHERWISE"), out.toString());
        assertEquals(List.of("The network, saved and restored, predicts otherwise than it did"), complaints);
        String metrics = Files.readString(parent.resolve("run").resolve("metrics.json"));
        assertTrue(metrics.contains("\"restored_model_predicts_the_same\" : false"), metrics);
    }

    // What a user copies from has a watch: the frameworks' files of every example.
    @Test
    void everyTrainingIsWatched() throws IOException {
        try (var sources = Files.walk(Path.of("src/main/java/org/losses4j/examples"))) {
            List<Path> trainings = sources.filter(path ->
                            path.getFileName().toString().matches("\\w+(Dl4j|Djl)\\.java|(Dl4j|Djl)Network\\.java"))
                    .toList();
            assertTrue(trainings.size() >= 16, trainings.toString());
            for (Path training : trainings) {
                assertTrue(
                        Files.readString(training).contains("new TrainingWatch(")
                                || Files.readString(training).contains("TrainingWatch.builder()"),
                        training.toString());
            }
        }
    }
}
