package org.losses4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.losses4j.Objective;
import org.losses4j.djl.execution.ExecutionMode;
import org.losses4j.djl.internal.execution.ObjectiveExecutor;
import org.losses4j.djl.internal.torchscript.TorchScriptModule;

class ExportCommandTest {
    // Huber(0.5) of 1 and 0.25: 0.375 and 0.03125; their mean is 0.203125, its gradient 0.5 / 2 and 0.25 / 2.
    private static final String RIGHT = """
            [{"name": "mine/huber", "loss": "huber", "params": {"delta": 0.5}, "example": "mean", "batch": "mean",
              "inputs": {"prediction": [[1.0, 0.25]], "target": [[0.0, 0.0]]},
              "expected": 0.203125, "gradients": {"prediction": [[0.25, 0.125]]}},
             {"name": "mine/infinite", "loss": "huber", "params": {"delta": 0.5}, "example": "none", "batch": "none",
              "inputs": {"prediction": [["inf", "nan"]], "target": [[0.0, 0.0]]},
              "expected": [["inf", "nan"]], "gradients": {"prediction": [[0.5, "nan"]]}}]""";

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void writesRecordedCasesAndABatch() throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("cases")).resolve("huber.json"), RIGHT);
        JsonNode huber = export("huber", "--size", "100x50").get("losses").get(0);
        assertEquals(3, huber.get("cases").size());
        JsonNode mine = huber.get("cases").get(0);
        assertEquals("mine/huber", mine.get("name").asText());
        assertEquals(0.203125, mine.get("expected").get("values").get(0).asDouble());
        assertEquals(
                "[0.25,0.125]",
                mine.get("gradients").get("prediction").get("values").toString());
        assertEquals("[1,2]", mine.get("inputs").get(1).get("shape").toString());
        assertEquals(0.5, mine.get("loss").get("delta").asDouble());
        assertEquals(1e-6, mine.get("tolerances").get("float64").get("relative").asDouble());
        assertEquals(2e-5, mine.get("tolerances").get("float32").get("absolute").asDouble());
        JsonNode infinite = huber.get("cases").get(1);
        assertEquals("[\"inf\",\"nan\"]", infinite.get("expected").get("values").toString());
        JsonNode batch = huber.get("cases").get(2);
        assertTrue(batch.get("timed").asBoolean());
        assertEquals("[100,50]", batch.get("inputs").get(0).get("shape").toString());
        assertHuberOfTheBatch(batch);
    }

    /** The mean of Huber(1), by its definition, of the inputs that were written. */
    private void assertHuberOfTheBatch(JsonNode batch) throws IOException {
        double[] prediction = floats(batch.get("inputs").get(0).get("file").asText());
        double[] target = floats(batch.get("inputs").get(1).get("file").asText());
        double[] gradient =
                floats(batch.get("gradients").get("prediction").get("file").asText());
        double sum = 0;
        for (int i = 0; i < prediction.length; i++) {
            double error = prediction[i] - target[i];
            boolean small = Math.abs(error) < 1;
            sum += small ? error * error / 2 : Math.abs(error) - 0.5;
            assertEquals((small ? error : Math.signum(error)) / prediction.length, gradient[i], 1e-10);
        }
        assertEquals(sum / 5000, batch.get("expected").get("values").get(0).asDouble(), 1e-9);
    }

    @Test
    void theScriptIsWhatTheAdapterRuns() throws IOException {
        String objective = "objective(loss=huber(delta=0.5), example=mean, batch=sum)";
        JsonNode written = export(objective, "--size", "none")
                .get("losses")
                .get(0)
                .get("cases")
                .get(0);
        List<String> loaded = new ArrayList<>();
        ObjectiveExecutor executor = new ObjectiveExecutor(
                ExecutionMode.TORCHSCRIPT, new org.losses4j.engine.Engine(), 0, (methods, constants) -> {
                    loaded.add(methods);
                    return new TorchScriptModule(methods, constants);
                });
        try (NDManager manager = NDManager.newBaseManager();
                GradientCollector ignored = Engine.getInstance().newGradientCollector()) {
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            for (JsonNode input : written.get("inputs")) {
                int[] shape = JSON.convertValue(input.get("shape"), int[].class);
                arrays.put(input.get("role").asText(), manager.ones(new Shape(shape[0], shape[1])));
            }
            arrays.values().iterator().next().setRequiresGradient(true);
            executor.value(Objective.parse(objective), arrays, Set.of("prediction"));
        }
        String source = source(written.get("modules").get("float32").asText());
        assertEquals(1, loaded.size());
        assertTrue(source.endsWith(loaded.get(0)), source);
    }

    @Test
    void classIndicesAreMarkedAndNumbersOfTheFormulaWritten() throws IOException {
        JsonNode written = export(
                        "objective(loss=sparse_categorical_cross_entropy, class_weights=[1, 2, 3, 4])",
                        "--size",
                        "none")
                .get("losses")
                .get(0)
                .get("cases")
                .get(0);
        assertFalse(written.get("inputs").get(0).get("whole").asBoolean());
        assertTrue(written.get("inputs").get(1).get("whole").asBoolean());
        assertArrayEquals(
                new double[] {1, 2, 3, 4},
                JSON.convertValue(written.get("literals").get(0).get("values"), double[].class));
    }

    @Test
    void aLossWithoutTorchScriptIsAFailureThatSaysWhy() {
        Outcome outcome = run("rnnt");
        assertEquals(1, outcome.status(), outcome.err());
        assertTrue(outcome.out().contains("rnnt: 0 "), outcome.out());
        assertTrue(outcome.out().contains("left out"), outcome.out());
    }

    @Test
    void refusesAWrongCommandLine() {
        assertEquals(2, run().status());
        assertEquals(2, run("huber", "--all").status());
        assertTrue(run("hubber").err().contains("huber"));
        assertEquals(2, run("hubber").status());
        Outcome size = run("huber", "--size", "10");
        assertEquals(2, size.status());
        assertTrue(size.err().contains("got '10'"), size.err());
    }

    @Test
    void leavesAFolderThatIsNotAnExportAlone() throws IOException {
        Path out = Files.createDirectory(folder.resolve("out"));
        Files.writeString(out.resolve("mine.txt"), "mine");
        Outcome outcome = run("huber", "--size", "none");
        assertEquals(1, outcome.status());
        assertTrue(outcome.err().contains("mine.txt"), outcome.err());
    }

    private JsonNode export(String... arguments) throws IOException {
        Outcome outcome = run(arguments);
        assertEquals(0, outcome.status(), outcome.out() + outcome.err());
        return JSON.readTree(
                folder.resolve("out").resolve(ExportFolder.MANIFEST).toFile());
    }

    private Outcome run(String... arguments) {
        List<String> line = new ArrayList<>(List.of("export"));
        line.addAll(List.of(arguments));
        line.addAll(List.of("--cases", folder.resolve("cases").toString()));
        line.addAll(List.of("--out", folder.resolve("out").toString()));
        return Outcome.of(line.toArray(String[]::new));
    }

    private double[] floats(String name) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(content(ExportFolder.ARRAYS, name)).order(ByteOrder.LITTLE_ENDIAN);
        double[] values = new double[bytes.remaining() / Float.BYTES];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes.getFloat();
        }
        return values;
    }

    private String source(String module) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content(ExportFolder.MODULES, module)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith("__torch__.py")) {
                    return new String(zip.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        }
        throw new AssertionError("There is no source in " + module);
    }

    private byte[] content(String file, String entry) throws IOException {
        try (ZipFile zip = new ZipFile(folder.resolve("out").resolve(file).toFile())) {
            return zip.getInputStream(zip.getEntry(entry)).readAllBytes();
        }
    }
}
