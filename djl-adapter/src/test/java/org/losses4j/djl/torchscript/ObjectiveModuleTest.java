package org.losses4j.djl.torchscript;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.losses4j.Objective;
import org.losses4j.djl.execution.ExecutionMode;
import org.losses4j.djl.internal.execution.ObjectiveExecutor;
import org.losses4j.djl.internal.torchscript.TorchScriptModule;
import org.losses4j.engine.memory.Precision;
import org.losses4j.tensor.ReferenceTensor;

class ObjectiveModuleTest {
    private static final Objective HUBER = Objective.parse("huber(delta=0.5)");

    @Test
    void theCodeIsWhatTheExecutionModeLoads() {
        List<String> loaded = new ArrayList<>();
        ObjectiveExecutor executor = new ObjectiveExecutor(
                ExecutionMode.TORCHSCRIPT, new org.losses4j.engine.Engine(), 0, (methods, constants) -> {
                    loaded.add(methods);
                    return new TorchScriptModule(methods, constants);
                });
        try (NDManager manager = NDManager.newBaseManager();
                GradientCollector ignored = Engine.getInstance().newGradientCollector()) {
            NDArray prediction = manager.create(new float[][] {{3, -1}});
            prediction.setRequiresGradient(true);
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            arrays.put("prediction", prediction);
            arrays.put("target", manager.create(new float[][] {{0, 0}}));
            executor.value(HUBER, arrays, Set.of("prediction"));
        }
        ObjectiveModule module = ObjectiveModule.of(HUBER, numbers(), List.of("prediction"), Precision.FLOAT32);
        assertEquals(loaded, List.of(module.code()));
        assertEquals(List.of("prediction", "target"), module.roles());
        assertEquals(List.of(), module.literals());
    }

    @Test
    void theFileHoldsTheCode() throws IOException {
        ObjectiveModule module = ObjectiveModule.of(HUBER, numbers(), List.of("prediction"), Precision.FLOAT64);
        String source = "";
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(module.archive()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith("__torch__.py")) {
                    source = new String(zip.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        }
        assertTrue(source.endsWith(module.code()), source);
    }

    @Test
    void numbersOfTheFormulaFollowTheInputs() {
        Map<String, ReferenceTensor> inputs = numbers();
        inputs.put("target", ReferenceTensor.of(new double[] {1}, 1));
        ObjectiveModule module = ObjectiveModule.of(
                Objective.parse("objective(loss=sparse_categorical_cross_entropy, class_weights=[0.25, 3])"),
                inputs,
                List.of("prediction"),
                Precision.FLOAT32);
        assertTrue(module.code().contains("x1: Tensor, literal0: Tensor)"), module.code());
        assertEquals(1, module.literals().size());
        assertArrayEquals(new double[] {0.25, 3}, module.literals().get(0).toArray());
    }

    @Test
    void singleExamplesOfACoupledLossHaveNone() {
        Map<String, ReferenceTensor> inputs = new LinkedHashMap<>();
        inputs.put("embedding", ReferenceTensor.of(new double[] {0, 1, 2, 4}, 4, 1));
        inputs.put("target", ReferenceTensor.of(new double[] {0, 0, 1, 1}, 4));
        saysWhy(
                "objective(loss=batch_hard_triplet, example=none, batch=none)",
                inputs,
                "embedding",
                "values of single units that depend on one another cannot carry their gradients");
    }

    @Test
    void recursionsThatPyTorchHasNoKernelForHaveNone() {
        Map<String, ReferenceTensor> inputs = new LinkedHashMap<>();
        inputs.put("prediction", ReferenceTensor.of(new double[8], 1, 2, 2, 2));
        inputs.put("target", ReferenceTensor.of(new double[] {1}, 1, 1));
        saysWhy("rnnt", inputs, "prediction", "PyTorch has no kernel for TransducerForwardBackward");
    }

    private static void saysWhy(String objective, Map<String, ReferenceTensor> inputs, String trained, String reason) {
        UnsupportedOperationException refusal = assertThrows(
                UnsupportedOperationException.class,
                () -> ObjectiveModule.of(Objective.parse(objective), inputs, List.of(trained), Precision.FLOAT32));
        assertEquals(reason, refusal.getMessage());
    }

    private static Map<String, ReferenceTensor> numbers() {
        Map<String, ReferenceTensor> inputs = new LinkedHashMap<>();
        inputs.put("prediction", ReferenceTensor.of(new double[] {1, 0.25}, 1, 2));
        inputs.put("target", ReferenceTensor.of(new double[] {0, 0}, 1, 2));
        return inputs;
    }
}
