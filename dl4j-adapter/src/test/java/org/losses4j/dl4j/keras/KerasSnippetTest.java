package org.losses4j.dl4j.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.nn.modelimport.keras.utils.KerasLossUtils;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What docs/dl4j.md shows of Keras' models compiles and does what it says. */
@DisabledOnOs(value = OS.MAC, architectures = "aarch64", disabledReason = "its HDF5 has no natives for it")
class KerasSnippetTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "keras");

    @AfterEach
    void clear() {
        KerasLossUtils.clearCustomLoss();
    }

    @Test
    void importsAndTrains() throws Exception {
        Path modelFile = FOLDER.resolve("huber.h5");
        Path graphFile = FOLDER.resolve("dictionary.h5");
        JsonNode saved = KerasImportTest.named("huber");
        INDArray features = KerasImportTest.array(saved.get("features"));
        INDArray labels = KerasImportTest.array(saved.get("labels").get(0));

        MultiLayerNetwork network = KerasImport.sequential(modelFile);
        network.fit(features, labels);
        ComputationGraph graph = KerasImport.graph(graphFile);

        assertEquals(2, graph.getNumOutputArrays());
        assertEquals(saved.get("loss").doubleValue(), network.score(), 1e-5);
    }

    @Test
    void registers() throws Exception {
        String modelFile =
                FOLDER.resolve("binary_focal_crossentropy_by_name.h5").toString();

        KerasLosses.register();
        MultiLayerNetwork network = KerasModelImport.importKerasSequentialModelAndWeights(modelFile);

        assertTrue(network.getLayerWiseConfigurations().toJson().contains("sigmoid_focal"));
    }

    @Test
    void theDocumentShowsNothingElse() throws IOException {
        String source = read("src", "test", "java", "org", "losses4j", "dl4j", "keras", "KerasSnippetTest.java");
        Matcher blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(read("..", "docs", "dl4j.md"));
        int found = 0;
        while (blocks.find()) {
            String block = blocks.group(1).replaceAll("\\s+", "");
            if (block.contains("Keras")) {
                found++;
                assertTrue(source.replaceAll("\\s+", "").contains(block), block);
            }
        }
        assertEquals(2, found);
    }

    private static String read(String first, String... more) throws IOException {
        return Files.readString(Path.of(first, more));
    }
}
