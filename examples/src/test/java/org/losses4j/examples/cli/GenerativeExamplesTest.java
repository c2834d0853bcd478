package org.losses4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenerativeExamplesTest {

    @ParameterizedTest
    @CsvSource({
        "ctc, dl4j, 1, label_error_rate, readings.png loss.png network.zip",
        "ctc, djl, 1, label_error_rate, readings.png loss.png network-0000.params",
        "vae, dl4j, 5, elbo, elbo.png samples.png plane.png beta.png network.zip",
        "vae, djl, 5, elbo, elbo.png samples.png plane.png beta.png network-0000.params",
        "gan, dl4j, 2, good, 8_gaussians.png 8_gaussians_steps.png digits.png digits_steps.png adversaries.zip",
        "wgan-gp, djl, 2, good, 8_gaussians.png 8_gaussians_steps.png digits.png digits_steps.png adversaries.params"
    })
    void oneEpochWritesEverything(
            String example, String framework, int trials, String figure, String files, @TempDir Path folder)
            throws IOException {
        Path target = folder.resolve("run");
        Outcome outcome = Outcome.of(
                "train", example, "--framework", framework, "--epochs", "1", "--seed", "7", "--out", target.toString());
        assertEquals(0, outcome.status(), outcome.err());
        for (String file : files.split(" ")) {
            assertTrue(Files.size(target.resolve(file)) > 1000, file);
        }
        JsonNode metrics =
                new ObjectMapper().readTree(target.resolve("metrics.json").toFile());
        assertEquals(framework, metrics.get("framework").asText());
        assertTrue(metrics.get("restored_model_predicts_the_same").asBoolean());
        assertEquals(trials, metrics.get("trials").size());
        for (JsonNode trial : metrics.get("trials")) {
            assertEquals(7, trial.get("seed").asInt());
            assertEquals(1, trial.get("loss_per_epoch").size());
            assertTrue(Double.isFinite(trial.get("figures").get(figure).asDouble()), trial.toString());
        }
    }
}
