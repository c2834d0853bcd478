package org.losses4j.dl4j.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.modelimport.keras.KerasModelImport;
import org.deeplearning4j.nn.modelimport.keras.config.Keras2LayerConfiguration;
import org.deeplearning4j.nn.modelimport.keras.utils.KerasLossUtils;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.losses4j.dl4j.ObjectiveLoss;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** The table of Keras' losses is complete, its parameters are those of Keras, and Deeplearning4j finds it. */
class KnownLossesTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "keras");

    /** Losses of Keras that have no counterpart yet, by their class and their function. */
    private static final Set<String> MISSING = Set.of("Circle", "circle", "Loss");

    @AfterEach
    void clear() {
        KerasLossUtils.clearCustomLoss();
    }

    @Test
    void everyNameOfKerasIsKnown() throws IOException {
        Set<String> unknown = new HashSet<>(Files.readAllLines(FOLDER.resolve("names.txt")));
        assertTrue(unknown.size() > 50);
        unknown.removeIf(name -> KnownLosses.find(name).isPresent());
        assertEquals(MISSING, unknown);
    }

    @Test
    void noNameIsOfTwoLosses() {
        List<String> names = KnownLosses.ALL.stream()
                .flatMap(known -> known.names().stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .distinct())
                .toList();
        assertEquals(names.size(), Set.copyOf(names).size(), names.toString());
    }

    @Test
    void deeplearning4jFindsWhatIsRegistered() throws Exception {
        KerasLosses.register();
        KerasLosses.register();
        Keras2LayerConfiguration keras2 = new Keras2LayerConfiguration();
        for (String name :
                List.of("huber", "Huber", "huber_loss", "log_cosh", "LogCosh", "logcosh", "Dice", "Tversky")) {
            assertInstanceOf(ObjectiveLoss.class, KerasLossUtils.mapLossFunction(name, keras2), name);
        }
        ILossFunction focal = KerasLossUtils.mapLossFunction("CategoricalFocalCrossentropy", keras2);
        assertEquals(
                "ObjectiveLoss(objective(loss=softmax_focal(from_logits=false, alpha=0.25, gamma=2.0, label_smoothing=0.0,"
                        + " axis=-1, epsilon=1.0E-7), example=mean, batch=mean))",
                focal.toString());
        for (KnownLoss known : KnownLosses.ALL) {
            if (known.rows()) {
                for (String name : known.names()) {
                    KerasLossUtils.mapLossFunction(name, keras2);
                }
            }
        }
    }

    @Test
    @DisabledOnOs(value = OS.MAC, architectures = "aarch64", disabledReason = "its HDF5 has no natives for it")
    void deeplearning4jImportsByName() throws Exception {
        KerasLosses.register();
        JsonNode saved = KerasImportTest.named("binary_focal_crossentropy_by_name");
        MultiLayerNetwork network = KerasModelImport.importKerasSequentialModelAndWeights(path(saved), true);
        DataSet data = new DataSet(
                KerasImportTest.array(saved.get("features")),
                KerasImportTest.array(saved.get("labels").get(0)));
        assertEquals(saved.get("loss").doubleValue(), network.score(data, true), 1e-5);
    }

    /** The reasons for {@link KerasImport}. */
    @Test
    @DisabledOnOs(value = OS.MAC, architectures = "aarch64", disabledReason = "its HDF5 has no natives for it")
    void deeplearning4jsOwnImportLosesParametersAndFailsAtNewerFiles() throws Exception {
        KerasLosses.register();
        MultiLayerNetwork network =
                KerasModelImport.importKerasSequentialModelAndWeights(path(KerasImportTest.named("huber")), true);
        assertTrue(network.getLayerWiseConfigurations().toJson().contains("huber(delta=1.0)"));
        String newer = path(KerasImportTest.named("huber_by_name"));
        assertThrows(Exception.class, () -> KerasModelImport.importKerasSequentialModelAndWeights(newer, true));
    }

    private static String path(JsonNode saved) {
        return FOLDER.resolve(saved.get("file").textValue()).toString();
    }

    @Test
    void whatCannotBeHonouredIsAnError() {
        assertFails("Huber", Map.of("tension", 3), "parameters [tension]");
        assertFails("Huber", Map.of("delta", "much"), "wanted a number");
        assertFails("Huber", Map.of("reduction", "none"), "reduction = none");
        assertFails("Dice", Map.of("axis", List.of(1, 2)), "wanted none");
        assertFails("CategoricalCrossentropy", Map.of("axis", 1), "wanted -1");
        assertFails("BinaryCrossentropy", Map.of("from_logits", 1), "wanted true or false");
    }

    private static void assertFails(String name, Map<String, Object> parameters, String words) {
        KnownLoss known = KnownLosses.find(name).orElseThrow();
        IllegalArgumentException wrong = assertThrows(
                IllegalArgumentException.class, () -> known.with(new LossParameters(name, Map.copyOf(parameters))));
        assertTrue(String.valueOf(wrong.getMessage()).contains(words), wrong.getMessage());
        assertTrue(String.valueOf(wrong.getMessage()).contains(name), wrong.getMessage());
    }

    @Test
    void compiledForSeveralOutputs() {
        List<String> outputs = List.of("a", "b");
        assertEquals(
                List.of("log_cosh", "log_cosh"), names(TrainingConfiguration.of("{\"loss\": \"logcosh\"}", outputs)));
        assertEquals(
                List.of("log_cosh"),
                names(TrainingConfiguration.of("{\"loss\": {\"b\": \"LogCosh\", \"a\": null}}", outputs)));
        assertEquals(
                List.of("huber"),
                names(TrainingConfiguration.of(
                        "{\"loss\": {\"class_name\": \"function\", \"config\": \"huber\"}}", List.of("a"))));
        for (String wrong : List.of(
                "{\"loss\": {\"c\": \"mse\"}}",
                "{\"loss\": [\"mse\"]}",
                "{\"loss\": \"my_loss\"}",
                "{\"loss\": null}",
                "{\"loss\": \"mse\", \"loss_weights\": [1]}")) {
            IllegalArgumentException error =
                    assertThrows(IllegalArgumentException.class, () -> TrainingConfiguration.of(wrong, outputs), wrong);
            assertTrue(String.valueOf(error.getMessage()).contains(":"), error.getMessage());
        }
    }

    private static List<String> names(TrainingConfiguration training) {
        return training.objectives().values().stream()
                .map(objective -> objective.name())
                .toList();
    }
}
