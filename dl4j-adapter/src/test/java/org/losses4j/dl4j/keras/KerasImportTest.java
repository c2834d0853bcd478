package org.losses4j.dl4j.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.StreamSupport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.dl4j.ObjectiveLossLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Models that Keras has saved have their loss, its value is Keras', and they go on training. */
@DisabledOnOs(value = OS.MAC, architectures = "aarch64", disabledReason = "its HDF5 has no natives for it")
class KerasImportTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "keras");

    static List<JsonNode> cases() throws IOException {
        JsonNode cases =
                new ObjectMapper().readTree(FOLDER.resolve("cases.json").toFile());
        return StreamSupport.stream(cases.spliterator(), false).toList();
    }

    static JsonNode named(String name) throws IOException {
        return cases().stream()
                .filter(one -> one.get("file").textValue().equals(name + ".h5"))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void hasKerasLossAndGoesOnTraining(JsonNode saved) throws Exception {
        Path file = FOLDER.resolve(saved.get("file").textValue());
        INDArray features = array(saved.get("features"));
        INDArray[] labels = StreamSupport.stream(saved.get("labels").spliterator(), false)
                .map(KerasImportTest::array)
                .toArray(INDArray[]::new);
        double loss = saved.get("loss").doubleValue();
        if (saved.get("sequential").booleanValue()) {
            MultiLayerNetwork network = KerasImport.sequential(file);
            DataSet data = new DataSet(features, labels[0]);
            assertTrue(
                    network.getLayerWiseConfigurations()
                                    .getConf(network.getnLayers() - 1)
                                    .getLayer()
                            instanceof ObjectiveLossLayer);
            check(loss, () -> network.score(data, true), () -> network.fit(data));
        } else {
            ComputationGraph network = KerasImport.graph(file);
            MultiDataSet data = new MultiDataSet(new INDArray[] {features}, labels);
            check(loss, () -> network.score(data, true), () -> network.fit(data));
        }
    }

    private static void check(double loss, DoubleSupplier score, Runnable step) {
        assertEquals(loss, score.getAsDouble(), 1e-5 * Math.max(1, Math.abs(loss)));
        for (int i = 0; i < 20; i++) {
            step.run();
        }
        assertTrue(score.getAsDouble() < loss, loss + " → " + score.getAsDouble());
    }

    static INDArray array(JsonNode numbers) {
        List<Long> shape = new ArrayList<>();
        for (JsonNode node = numbers; node.isArray(); node = node.get(0)) {
            shape.add((long) node.size());
        }
        List<Float> values = new ArrayList<>();
        flatten(numbers, values);
        float[] flat = new float[values.size()];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = values.get(i);
        }
        return Nd4j.create(flat, shape.stream().mapToLong(Long::longValue).toArray(), 'c');
    }

    private static void flatten(JsonNode node, List<Float> values) {
        if (node.isArray()) {
            node.forEach(inner -> flatten(inner, values));
        } else {
            values.add(node.floatValue());
        }
    }

    @Test
    void saysWhatFilesItReads(@TempDir Path folder) throws IOException {
        assertFails(FOLDER.resolve("keras3.h5"), "was written by Keras 3");
        assertFails(FOLDER.resolve("uncompiled.h5"), "has no training configuration");
        assertFails(Files.writeString(folder.resolve("model.keras"), "PK\3\4 and so on"), ".keras file of Keras 3");
        assertFails(Files.writeString(folder.resolve("model.h5"), "short"), "is not an HDF5 file");
    }

    private static void assertFails(Path file, String words) {
        IllegalArgumentException wrong =
                assertThrows(IllegalArgumentException.class, () -> KerasImport.sequential(file));
        assertTrue(String.valueOf(wrong.getMessage()).contains(words), wrong.getMessage());
        assertTrue(String.valueOf(wrong.getMessage()).contains(":"), wrong.getMessage());
    }
}
