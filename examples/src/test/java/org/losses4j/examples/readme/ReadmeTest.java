package org.losses4j.examples.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.TrainingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.losses4j.Inputs;
import org.losses4j.LossObjective;
import org.losses4j.LossType;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.PointwiseLoss;
import org.losses4j.Reduction;
import org.losses4j.dl4j.ObjectiveLoss;
import org.losses4j.examples.custom.LogSquaredError;
import org.losses4j.loss.BuiltInLosses;
import org.losses4j.loss.classification.SparseCategoricalCrossEntropy;
import org.losses4j.loss.regression.Huber;
import org.losses4j.tensor.ReferenceTensor;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** What the documents show compiles and does what they say. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern BLOCK = Pattern.compile("```(java|diff)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern IMPORT = Pattern.compile("^import ([\\w.]+\\.(\\w+));$", Pattern.MULTILINE);
    private static final List<Path> SOURCES = Stream.of(
                    "examples/programs/QuickStartDl4j.java",
                    "examples/programs/QuickStartDjl.java",
                    "examples/programs/OwnLossDl4j.java",
                    "examples/src/test/java/org/losses4j/examples/readme/ReadmeTest.java",
                    "examples/src/test/java/org/losses4j/examples/readme/Dl4jSnippet.java",
                    "examples/src/test/java/org/losses4j/examples/readme/DjlSnippet.java",
                    "examples/src/main/java/org/losses4j/examples/custom/LogSquaredError.java",
                    "examples/src/main/java/org/losses4j/examples/custom/ExampleLosses.java",
                    "core/src/main/java/org/losses4j/loss/regression/Huber.java")
            .map(ROOT::resolve)
            .toList();

    /** A positive example that the network is sure is negative trains it after the change, and hardly before. */
    @Test
    void theLineChangedInDeeplearning4jMendsTheGradient() {
        assertTrue(slopeOfTheWorstMistake(Dl4jSnippet.before(layers())) < 0.01);
        assertEquals(1, slopeOfTheWorstMistake(Dl4jSnippet.after(layers())), 1e-6);
    }

    private static ListBuilder layers() {
        return new NeuralNetConfiguration.Builder().list().setInputType(InputType.feedForward(1));
    }

    private static double slopeOfTheWorstMistake(ListBuilder layers) {
        MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
        network.init();
        network.setParams(Nd4j.create(new float[] {-20, 0}, new long[] {1, 2}));
        network.setInput(Nd4j.ones(DataType.FLOAT, 1, 1));
        network.setLabels(Nd4j.ones(DataType.FLOAT, 1, 1));
        network.computeGradientAndScore();
        return Math.abs(network.gradient().gradient().getDouble(0));
    }

    @Test
    void lossesInSameDiff() {
        SameDiff sd = Dl4jSnippet.graph();
        INDArray features = Nd4j.randn(DataType.FLOAT, 64, 30);
        INDArray labels = features.getColumns(0).gt(0).castTo(DataType.FLOAT);
        INDArray weights = Nd4j.ones(DataType.FLOAT, 64);
        Map<String, INDArray> arrays = Map.of("in", features, "labels", labels, "weights", weights);
        double before = sd.outputSingle(arrays, "loss").getDouble(0);
        for (int i = 0; i < 50; i++) {
            sd.fit(new MultiDataSet(new INDArray[] {features, weights}, new INDArray[] {labels}));
        }
        double after = sd.outputSingle(arrays, "loss").getDouble(0);
        assertTrue(after < 0.5 * before, before + " → " + after);
    }

    /** Of this document, the part on SameDiff is compiled. */
    @Test
    void theSameDiffGraphShownIsCompiled() {
        String section = read(ROOT.resolve("docs/dl4j.md")).split("## SameDiff")[1];
        Matcher block = JAVA.matcher(section);
        assertTrue(block.find());
        String snippet = read(ROOT.resolve("examples/src/test/java/org/losses4j/examples/readme/Dl4jSnippet.java"));
        assertTrue(spaceless(snippet).contains(spaceless(block.group(1))));
    }

    @Test
    void theLineChangedInDjlMendsTheSign() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDList positive = new NDList(manager.create(new float[] {1}).reshape(1, 1));
            float before = value(
                    DjlSnippet.before(),
                    positive,
                    new NDList(manager.create(new float[] {0.9f}).reshape(1, 1)));
            assertTrue(before < 0, "a loss of " + before);
            float after = value(
                    DjlSnippet.after(),
                    positive,
                    new NDList(manager.create(new float[] {(float) Math.log(9)}).reshape(1, 1)));
            assertEquals(-9 * Math.log(0.9), after, 1e-5);
        }
    }

    private static float value(TrainingConfig config, NDList labels, NDList predictions) {
        return config.getLossFunction().evaluate(labels, predictions).getFloat();
    }

    @Test
    void theLossesAreCounted() {
        String readme = read(ROOT.resolve("README.md"));
        List<LossType<?>> builtIn = new BuiltInLosses().losses();
        assertTrue(readme.contains("[" + builtIn.size() + " losses]"), "in all: " + builtIn.size());
        builtIn.stream()
                .collect(Collectors.groupingBy(
                        type -> type.defaults().description().task(), Collectors.counting()))
                .forEach((task, count) -> assertTrue(
                        readme.contains("docs/losses/"
                                + task.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".md) | " + count + " |"),
                        task + ": " + count));
    }

    @Test
    void lossesOfOnesOwn() {
        PointwiseLoss loss =
                (prediction, target) -> target.sub(prediction).square().log1p();
        Inputs inputs =
                Inputs.of(ReferenceTensor.of(new double[] {1, 3}, 2, 1), ReferenceTensor.of(new double[] {1, 0}, 2, 1));
        double wanted = Math.log(10) / 2;
        assertEquals(wanted, Objective.of(loss).value(inputs).item(), 1e-12);
        assertEquals(wanted, Objective.parse("log_squared_error").value(inputs).item(), 1e-12);
        assertEquals(
                Objective.of(new LogSquaredError()),
                ((ObjectiveLoss) Dl4jSnippet.layer().getLossFn()).objective());
        assertEquals(
                Objective.of(new LogSquaredError()),
                ((org.losses4j.djl.ObjectiveLoss) DjlSnippet.config().getLossFunction()).objective());
    }

    @Test
    void reductionsWeightsAndSums() {
        LossObjective huber = Objective.of(new Huber(0.5)).reduce(Reduction.PYTORCH);
        LossObjective rare = Objective.of(new SparseCategoricalCrossEntropy()).fix("class_weights", 1, 1, 5);
        Objective sum = Objective.parse(
                "sum(terms=[term(factor=1, objective=binary_cross_entropy), term(factor=0.5, objective=dice)])");
        assertEquals(Map.of("class_weights", List.of(1.0, 1.0, 5.0)), rare.fixed());
        Inputs segmentation = Inputs.of(
                ReferenceTensor.of(new double[] {0, 2, -1, 3}, 1, 4),
                ReferenceTensor.of(new double[] {0, 1, 0, 1}, 1, 4));
        assertEquals(
                Objective.parse("binary_cross_entropy").value(segmentation).item()
                        + 0.5 * Objective.parse("dice").value(segmentation).item(),
                sum.value(segmentation).item(),
                1e-12);
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray target = manager.create(new float[] {0, 0, 0}).reshape(3, 1);
            NDArray prediction = manager.create(new float[] {1, 1, Float.NaN}).reshape(3, 1);
            NDArray weights = manager.create(new float[] {1, 3, 1});
            NDArray mask = manager.create(new float[] {1, 1, 0});
            // Huber(0.5) of 1 is 0.375; PyTorch's convention divides by the weights that count.
            assertEquals(
                    0.375,
                    DjlSnippet.masked(huber)
                            .evaluate(new NDList(target, weights, mask), new NDList(prediction))
                            .getFloat(),
                    1e-6);
        }
    }

    /** The provider has registered it already, which the same registration in code leaves as it is. */
    @Test
    void aLossMayBeRegisteredInCode() {
        Losses.register(LossType.of("log_squared_error", LogSquaredError.class));
        assertEquals(Objective.of(new LogSquaredError()), Objective.parse("log_squared_error"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/custom-losses.md"})
    void everyLineShownIsPartOfTheSources(String document) throws IOException {
        String sources = SOURCES.stream()
                .map(ReadmeTest::read)
                .map(ReadmeTest::spaceless)
                .collect(Collectors.joining());
        Matcher blocks = BLOCK.matcher(read(ROOT.resolve(document)));
        int found = 0;
        while (blocks.find()) {
            found++;
            for (String part : parts(blocks.group(1), blocks.group(2))) {
                assertTrue(
                        sources.contains(spaceless(part).replaceFirst("}$", "")),
                        () -> document + " shows what no source has:\n" + part);
            }
        }
        assertTrue(found > 2, document);
    }

    /** The parts of a block that are each to be found: its imports and the rest of it; of a difference, its lines. */
    private static List<String> parts(String kind, String block) {
        Map<Boolean, List<String>> lines = block.lines()
                .collect(Collectors.partitioningBy(line -> line.startsWith("import ") || kind.equals("diff")));
        List<String> parts = new ArrayList<>();
        lines.get(true).forEach(line -> parts.add(kind.equals("diff") ? line.substring(1) : line));
        parts.add(String.join("\n", lines.get(false)));
        return parts;
    }

    /** The projects that prove a release have these dependencies, with another version of ours and their own logger. */
    @Test
    void theInstallBlocksAreThoseOfProjectsThatAreBuilt() {
        String projects = Stream.of(".ci/consumers/dl4j/pom.xml", ".ci/consumers/djl/pom.xml")
                .map(ROOT::resolve)
                .map(ReadmeTest::read)
                .map(ReadmeTest::spaceless)
                .collect(Collectors.joining());
        Matcher blocks = Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL).matcher(read(ROOT.resolve("README.md")));
        int found = 0;
        while (blocks.find()) {
            found++;
            String block = blocks.group(1)
                    .replaceAll("(losses4j-bom</artifactId>\\s*<version>)[^<]*", "$1\\${losses4j.version}");
            assertTrue(projects.contains(spaceless(block)), () -> "no project has these dependencies:\n" + block);
        }
        assertEquals(3, found);
    }

    /** Simple names such as Loss and Activation are ambiguous, so a block that is pasted brings its imports. */
    @Test
    void blocksImportWhatTheyUse() {
        Map<String, Set<String>> types = SOURCES.stream()
                .flatMap(source -> IMPORT.matcher(read(source)).results())
                .collect(Collectors.groupingBy(
                        found -> found.group(2), Collectors.mapping(found -> found.group(1), Collectors.toSet())));
        Matcher blocks = BLOCK.matcher(read(ROOT.resolve("README.md")));
        while (blocks.find()) {
            String block = blocks.group(2);
            Set<String> imported =
                    IMPORT.matcher(block).results().map(found -> found.group(2)).collect(Collectors.toSet());
            Set<String> used = Pattern.compile("\\b[A-Z]\\w*")
                    .matcher(block)
                    .results()
                    .map(MatchResult::group)
                    .collect(Collectors.toSet());
            used.retainAll(types.keySet());
            // The reader's own loss is in the reader's own package.
            used.remove(LogSquaredError.class.getSimpleName());
            assertTrue(
                    blocks.group(1).equals("diff") || imported.containsAll(used),
                    () -> used + " are used, and imported are " + imported + " in\n" + block);
        }
    }

    /** Every document of the repository; the site's tools beside them have documents of their own. */
    static Stream<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            List<Path> found = new ArrayList<>(docs.filter(file ->
                            file.toString().endsWith(".md") && !file.toString().contains("node_modules"))
                    .sorted()
                    .toList());
            found.add(ROOT.resolve("README.md"));
            found.add(ROOT.resolve("CONTRIBUTING.md"));
            found.add(ROOT.resolve("SECURITY.md"));
            return found.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linksLeadSomewhere(Path document) {
        Matcher links = Pattern.compile("\\]\\(([^)\\s]+)\\)").matcher(read(document));
        while (links.find()) {
            String[] target = links.group(1).split("#", 2);
            if (target[0].startsWith("https://")) {
                continue;
            }
            Path file = target[0].isEmpty() ? document : document.resolveSibling(target[0]);
            assertTrue(Files.exists(file), () -> document + " links to " + links.group(1));
            if (target.length == 2) {
                assertTrue(anchors(file).contains(target[1]), () -> document + " links to " + links.group(1));
            }
        }
    }

    /** The names that headings have as targets of links. */
    private static Set<String> anchors(Path document) {
        return read(document)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String spaceless(String text) {
        return text.replaceAll("\\s+", "");
    }
}
