package org.losses4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.conformance.LossSample;
import org.losses4j.loss.BuiltInLosses;
import org.losses4j.loss.classification.SparseCategoricalCrossEntropy;
import org.losses4j.loss.generative.GaussianKl;
import org.losses4j.loss.regression.Huber;
import org.losses4j.loss.segmentation.Dice;

/** Texts that releases have written, one folder for each release: they can be read for ever. */
class SavedObjectivesTest {
    private static final Path SAVED = Path.of("src/test/resources/saved");
    private static final String FILE = "objectives.txt";

    static List<String> texts() throws IOException {
        try (Stream<Path> releases = Files.list(SAVED)) {
            return releases.map(release -> release.resolve(FILE))
                    .flatMap(SavedObjectivesTest::lines)
                    .distinct()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void whatAReleaseHasSavedKeepsAllItsParameters(String text) {
        Objective objective = Objective.parse(text);
        assertKept(LossSpec.parse(text), objective.spec(), text);
        assertEquals(objective, Objective.parse(objective.spec().toString()));
    }

    /** Parameters may have been added since, but those that were saved have the values that were saved. */
    private static void assertKept(LossSpec saved, LossSpec read, String text) {
        assertEquals(saved.name(), read.name(), text);
        for (Map.Entry<String, @Nullable Object> argument : saved.arguments().entrySet()) {
            Object kept = read.arguments().get(argument.getKey());
            if (argument.getValue() instanceof LossSpec inner && kept instanceof LossSpec keptInner) {
                assertKept(inner, keptInner, text);
            } else if (argument.getValue() instanceof String name && kept instanceof LossSpec keptInner) {
                // A loss without parameters was saved as its name alone.
                assertEquals(name, keptInner.name(), text);
            } else if (argument.getValue() instanceof List<?> list && kept instanceof List<?> keptList) {
                assertEquals(list.size(), keptList.size(), text);
                for (int i = 0; i < list.size(); i++) {
                    if (list.get(i) instanceof LossSpec term) {
                        assertKept(term, (LossSpec) keptList.get(i), text);
                    } else {
                        assertEquals(list.get(i), keptList.get(i), text);
                    }
                }
            } else {
                assertEquals(argument.getValue(), kept, text + ": " + argument.getKey());
            }
        }
    }

    @Test
    void theFirstReleaseHasSavedEachOfItsLosses() {
        String all = lines(SAVED.resolve("0.1.0").resolve(FILE)).collect(Collectors.joining("\n"));
        assertEquals(
                79,
                new BuiltInLosses()
                        .losses().stream()
                                .filter(type -> all.contains("loss=" + type.name() + "(")
                                        || all.contains("loss=" + type.name() + ","))
                                .count());
    }

    @Test
    void aNewerTextNamesWhatThisVersionDoesNotKnow() {
        String parameter = assertThrows(
                        IllegalArgumentException.class,
                        () -> Objective.parse("objective(loss=huber(delta=0.5, slope=2.0), example=mean, batch=mean)"))
                .getMessage();
        assertTrue(
                parameter.contains("huber") && parameter.contains("slope") && parameter.contains("delta"), parameter);
        String loss = assertThrows(
                        IllegalArgumentException.class,
                        () -> Objective.parse("objective(loss=loss_of_tomorrow(a=1), example=mean, batch=mean)"))
                .getMessage();
        assertTrue(loss.contains("loss_of_tomorrow"), loss);
        String reduction = assertThrows(
                        IllegalArgumentException.class,
                        () -> Objective.parse("objective(loss=huber, example=mean, batch=median)"))
                .getMessage();
        assertTrue(reduction.contains("median"), reduction);
        String argument = assertThrows(
                        IllegalArgumentException.class,
                        () -> Objective.parse("objective(loss=huber, example=mean, batch=mean, clipped=true)"))
                .getMessage();
        assertTrue(argument.contains("clipped"), argument);
    }

    /** Writes the texts of a release; CONTRIBUTING.md has the command. */
    @Test
    @EnabledIfSystemProperty(named = "losses4j.save", matches = ".+")
    void save() throws IOException {
        Path release = Files.createDirectories(SAVED.resolve(System.getProperty("losses4j.save")));
        Files.write(
                release.resolve(FILE),
                new TreeSet<>(today().map(o -> o.spec().toString()).toList()));
    }

    private static Stream<Objective> today() {
        Stream<Objective> defaults = new BuiltInLosses().losses().stream().map(type -> Objective.of(type.defaults()));
        Stream<Objective> samples = LossSample.all().stream().map(LossSample::objective);
        Objective huber = Objective.of(new Huber(0.5));
        Stream<Objective> reductions = Stream.of(ExampleReduction.values())
                .flatMap(example -> Stream.of(BatchReduction.values())
                        .map(batch -> Objective.of(new Huber(0.5)).reduce(new Reduction(example, batch))));
        Stream<Objective> sums = Stream.of(
                new CompositeObjective(List.of(
                        new CompositeObjective.Term(
                                0.5,
                                Objective.of(new SparseCategoricalCrossEntropy())
                                        .fix(Role.CLASS_WEIGHTS, 1, 2.5, 0)
                                        .reduce(Reduction.PYTORCH)),
                        new CompositeObjective.Term(2, Objective.of(new GaussianKl()), Map.of("mean", "latent_mean")))),
                new CompositeObjective(List.of(
                        new CompositeObjective.Term(1, Objective.of(new Dice())),
                        new CompositeObjective.Term(
                                -0.25, new CompositeObjective(List.of(new CompositeObjective.Term(1e-7, huber)))))));
        return Stream.of(defaults, samples, reductions, sums).flatMap(objectives -> objectives);
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
