package org.losses4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.loss.regression.Huber;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Networks that releases have saved, a folder for each release: each can be restored for ever, and computes what it did. */
class SavedModelsTest {
    private static final Path SAVED = Path.of("src/test/resources/saved");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What a network of a release has computed, beside its file. */
    record Computed(List<Numbers> features, List<Numbers> labels, List<Numbers> masks, Numbers output, double score) {}

    record Numbers(long[] shape, double[] values) {
        static Numbers of(INDArray array) {
            return new Numbers(array.shape(), array.dup('c').data().asDouble());
        }

        INDArray array() {
            return Nd4j.createFromArray(values).reshape('c', shape);
        }
    }

    static List<Path> models() throws IOException {
        try (Stream<Path> files = Files.walk(SAVED)) {
            return files.filter(file -> file.toString().endsWith(".zip"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void aSavedModelComputesWhatItDidAndTrainsOn(Path file) throws IOException {
        Model model = restore(file);
        Computed wanted = JSON.readValue(computedBy(file).toFile(), Computed.class);
        MultiDataSet data = data(wanted);
        Computed now = compute(model, data);
        assertArrayEquals(wanted.output().shape(), now.output().shape());
        assertArrayEquals(wanted.output().values(), now.output().values(), 1e-9);
        assertEquals(wanted.score(), now.score(), 1e-9 * Math.max(1, Math.abs(wanted.score())));
        fit(model, data);
        assertTrue(Double.isFinite(model.score()), file + ": " + model.score());
    }

    @ParameterizedTest
    @MethodSource("models")
    void aSavedModelIsSavedAgainAsItWas(Path file) throws IOException {
        Model model = restore(file);
        Path copy = Files.createTempFile("copy", ".zip");
        try {
            ModelSerializer.writeModel(model, copy.toFile(), true);
            assertEquals(json(model), json(restore(copy)));
            assertEquals(model.params(), restore(copy).params());
        } finally {
            Files.delete(copy);
        }
    }

    @Test
    void everyTypeOfTheFirstReleaseWasSaved() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path model : models()) {
            if (model.getParent().endsWith("0.1.0")) {
                all.append(json(restore(model)));
            }
        }
        for (String type : List.of(
                "ClassVectorsLayer",
                "CosineLayer",
                "ObjectiveLoss",
                "ObjectiveLossLayer",
                "ObjectiveOutputLayer",
                "ObjectiveVertex",
                "SamplingVertex",
                "ScoreLoss")) {
            assertTrue(all.indexOf("\"org.losses4j.dl4j." + type + "\"") >= 0, type);
        }
    }

    @Test
    void aNewerObjectiveIsAnErrorThatNamesIt() {
        String json = Networks.of(
                        new ObjectiveOutputLayer.Builder(new Huber(0.5)).nOut(3).build())
                .getLayerWiseConfigurations()
                .toJson();
        String message = messages(assertThrows(
                RuntimeException.class, () -> init(json.replace("huber(delta=0.5)", "huber(delta=0.5, slope=2.0)"))));
        assertTrue(message.contains("slope") && message.contains("delta"), message);
        message = messages(assertThrows(
                RuntimeException.class, () -> init(json.replace("huber(delta=0.5)", "loss_of_tomorrow(a=1)"))));
        assertTrue(message.contains("loss_of_tomorrow"), message);
        message = messages(assertThrows(
                RuntimeException.class,
                () -> init(json.replace("dl4j.ObjectiveOutputLayer", "dl4j.ObjectiveLayerOfTomorrow"))));
        assertTrue(message.contains("ObjectiveLayerOfTomorrow"), message);
    }

    /** Deeplearning4j leaves out properties that it does not know; docs/dl4j.md says so. */
    @Test
    void aNewerSettingOfALayerIsLeftOut() {
        String json = Networks.of(
                        new ObjectiveOutputLayer.Builder(new Huber(0.5)).nOut(3).build())
                .getLayerWiseConfigurations()
                .toJson();
        String newer = json.replace("\"maskUse\"", "\"settingOfTomorrow\" : 3, \"maskUse\"");
        assertTrue(newer.contains("settingOfTomorrow"));
        assertEquals(json, init(newer).getLayerWiseConfigurations().toJson());
    }

    /** Writes the models of a release; CONTRIBUTING.md has the command. */
    @Test
    @EnabledIfSystemProperty(named = "losses4j.save", matches = ".+")
    void save() throws IOException {
        Path release = Files.createDirectories(SAVED.resolve(System.getProperty("losses4j.save")));
        for (SavedModels model : SavedModels.values()) {
            Model network = model.network();
            MultiDataSet data = model.data();
            fit(network, data);
            Path file = release.resolve(model.name().toLowerCase(java.util.Locale.ROOT) + ".zip");
            ModelSerializer.writeModel(network, file.toFile(), true);
            Files.writeString(computedBy(file), JSON.writeValueAsString(compute(network, data)) + "\n");
        }
    }

    private static MultiLayerNetwork init(String json) {
        MultiLayerNetwork network = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(json));
        network.init();
        return network;
    }

    private static String messages(Throwable error) {
        StringBuilder all = new StringBuilder();
        for (Throwable at = error; at != null; at = at.getCause()) {
            all.append(at.getMessage()).append('\n');
        }
        return all.toString();
    }

    private static Path computedBy(Path file) {
        return file.resolveSibling(file.getFileName().toString().replace(".zip", ".json"));
    }

    private static Model restore(Path file) throws IOException {
        return SavedModels.isGraph(file)
                ? ModelSerializer.restoreComputationGraph(file.toFile(), true)
                : ModelSerializer.restoreMultiLayerNetwork(file.toFile(), true);
    }

    private static String json(Model model) {
        return model instanceof ComputationGraph graph
                ? graph.getConfiguration().toJson()
                : ((MultiLayerNetwork) model).getLayerWiseConfigurations().toJson();
    }

    private static Computed compute(Model model, MultiDataSet data) {
        INDArray output;
        double score;
        if (model instanceof ComputationGraph graph) {
            output = graph.outputSingle(data.getFeatures());
            score = graph.score(data);
        } else {
            MultiLayerNetwork list = (MultiLayerNetwork) model;
            output = list.output(data.getFeatures(0));
            score = list.score(single(data));
        }
        INDArray[] masks = data.getLabelsMaskArrays() == null ? new INDArray[0] : data.getLabelsMaskArrays();
        return new Computed(
                numbers(data.getFeatures()), numbers(data.getLabels()), numbers(masks), Numbers.of(output), score);
    }

    private static void fit(Model model, MultiDataSet data) {
        if (model instanceof ComputationGraph graph) {
            graph.fit(data);
        } else {
            ((MultiLayerNetwork) model).fit(single(data));
        }
    }

    private static DataSet single(MultiDataSet data) {
        return new DataSet(data.getFeatures(0), data.getLabels(0), null, data.getLabelsMaskArray(0));
    }

    private static MultiDataSet data(Computed computed) {
        INDArray[] masks = arrays(computed.masks());
        return new MultiDataSet(
                arrays(computed.features()), arrays(computed.labels()), null, masks.length == 0 ? null : masks);
    }

    private static List<Numbers> numbers(INDArray[] arrays) {
        return Arrays.stream(arrays).map(Numbers::of).toList();
    }

    private static INDArray[] arrays(List<Numbers> numbers) {
        return numbers.stream().map(Numbers::array).toArray(INDArray[]::new);
    }
}
