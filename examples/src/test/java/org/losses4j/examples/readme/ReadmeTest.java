package org.losses4j.examples.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Linear;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.initializer.Initializer;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    @Test
    void quickStartInDeeplearning4j() {
        INDArray features = Nd4j.randn(DataType.FLOAT, 64, 30);
        INDArray labels = features.getColumns(0).gt(0).castTo(DataType.FLOAT);
        MultiLayerNetwork network = Dl4jSnippet.quickStart(features, labels);
        double before = network.score();
        for (int i = 0; i < 50; i++) {
            network.fit(features, labels);
        }
        assertTrue(network.score() < 0.5 * before, before + " → " + network.score());
        INDArray output = network.output(features);
        assertTrue(output.minNumber().floatValue() >= 0 && output.maxNumber().floatValue() <= 1, "probabilities");
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
    void quickStartInDjl() throws IOException, TranslateException {
        Engine.getInstance().setRandomSeed(1);
        try (Model model = Model.newInstance("readme", "PyTorch");
                NDManager manager = NDManager.newBaseManager()) {
            Linear block = Linear.builder().setUnits(1).build();
            block.setInitializer(Initializer.ZEROS, Parameter.Type.WEIGHT);
            model.setBlock(block);
            NDArray features = manager.randomNormal(new Shape(64, 10));
            Dataset dataset = new ArrayDataset.Builder()
                    .setData(features)
                    .optLabels(features.get(":, :1"))
                    .setSampling(16, true)
                    .build();
            DjlSnippet.quickStart(model, dataset);
            NDArray labels = features.get(":, :1");
            NDArray trained =
                    features.matMul(block.getParameters().valueAt(0).getArray().transpose());
            ai.djl.training.loss.Loss huber = new org.losses4j.djl.ObjectiveLoss(new Huber(0.5));
            double before = huber.evaluate(new NDList(labels), new NDList(labels.zerosLike()))
                    .getFloat();
            double after =
                    huber.evaluate(new NDList(labels), new NDList(trained)).getFloat();
            assertTrue(after < 0.97 * before, before + " → " + after);
        }
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
        String sources = List.of(
                        ROOT.resolve("examples/src/test/java/org/losses4j/examples/readme/ReadmeTest.java"),
                        ROOT.resolve("examples/src/test/java/org/losses4j/examples/readme/Dl4jSnippet.java"),
                        ROOT.resolve("examples/src/test/java/org/losses4j/examples/readme/DjlSnippet.java"),
                        ROOT.resolve("examples/src/main/java/org/losses4j/examples/custom/LogSquaredError.java"),
                        ROOT.resolve("examples/src/main/java/org/losses4j/examples/custom/ExampleLosses.java"),
                        ROOT.resolve("core/src/main/java/org/losses4j/loss/regression/Huber.java"))
                .stream()
                .map(ReadmeTest::read)
                .map(ReadmeTest::spaceless)
                .collect(Collectors.joining());
        Matcher blocks = JAVA.matcher(read(ROOT.resolve(document)));
        int found = 0;
        while (blocks.find()) {
            found++;
            String block = spaceless(blocks.group(1)).replaceFirst("}$", "");
            assertTrue(sources.contains(block), () -> document + " shows what no source has:\n" + block);
        }
        assertTrue(found > 2, document);
    }

    /** Every document of the repository. */
    static Stream<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            List<Path> found =
                    new ArrayList<>(docs.filter(file -> file.toString().endsWith(".md"))
                            .sorted()
                            .toList());
            found.add(ROOT.resolve("README.md"));
            found.add(ROOT.resolve("CONTRIBUTING.md"));
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
