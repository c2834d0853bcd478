package org.losses4j.djl.internal.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.PointwiseLoss;
import org.losses4j.djl.execution.DjlTensor;
import org.losses4j.djl.execution.ExecutionMode;
import org.losses4j.engine.EngineOptions;

/** What the executor does beside handing gradients to autograd. */
class ObjectiveExecutorTest {
    private static final double[][] LOGITS = {{2, 1, 0.1}, {-1, 0.5, 3}};
    private static final int[] CLASSES = {0, 1};

    @ParameterizedTest
    @EnumSource
    void gradientsOverwriteAnArrayInEveryMode(ExecutionMode mode) {
        Objective objective =
                Objective.parse("objective(loss=sparse_categorical_cross_entropy(), example=mean, batch=sum)");
        ObjectiveExecutor executor = new ObjectiveExecutor(mode, new org.losses4j.engine.Engine(), 0);
        double expected = 0;
        double[] slope = new double[6];
        for (int row = 0; row < 2; row++) {
            double sum = Arrays.stream(LOGITS[row]).map(Math::exp).sum();
            expected += Math.log(sum) - LOGITS[row][CLASSES[row]];
            for (int k = 0; k < 3; k++) {
                slope[3 * row + k] = Math.exp(LOGITS[row][k]) / sum - (k == CLASSES[row] ? 1 : 0);
            }
        }
        try (NDManager manager = NDManager.newBaseManager();
                GradientCollector ignored = Engine.getInstance().newGradientCollector()) {
            NDArray prediction = manager.create(
                    Arrays.stream(LOGITS).flatMapToDouble(Arrays::stream).toArray(), new Shape(2, 3));
            prediction.setRequiresGradient(true);
            // The middle of an array, as a chunk's part of a larger one is.
            NDArray gradients = manager.create(new double[] {7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7}, new Shape(4, 3));
            Map<String, NDArray> inputs = new LinkedHashMap<>();
            inputs.put("prediction", prediction);
            inputs.put("target", manager.create(CLASSES));
            int before = manager.getManagedArrays().size();
            double value = executor.value(objective, inputs, "prediction", gradients.get("1:3"));

            assertEquals(expected, value, 1e-12);
            double[] all = gradients.toDoubleArray();
            assertArrayEquals(slope, Arrays.copyOfRange(all, 3, 9), 1e-12);
            assertArrayEquals(
                    new double[] {7, 7, 7, 7, 7, 7}, new double[] {all[0], all[1], all[2], all[9], all[10], all[11]});
            assertEquals(before + 1, manager.getManagedArrays().size(), "the slice is there, and nothing else");
            double[] collected = DjlTensor.of(prediction.getGradient()).toArray();
            assertArrayEquals(new double[6], collected, "autograd is told nothing");
        }
    }

    /** A pool that takes no more work, of which only large inputs make use. */
    private static org.losses4j.engine.Engine broken() {
        ForkJoinPool pool = new ForkJoinPool(2);
        pool.shutdown();
        return new org.losses4j.engine.Engine(new EngineOptions().on(pool).parallelFrom(1 << 16));
    }

    @Test
    void aFaultOfTheEngineIsToldOnceAndTheNextModeTaken() {
        Objective objective = Objective.of(Losses.of("huber"));
        ObjectiveExecutor executor = new ObjectiveExecutor(ExecutionMode.AUTOMATIC, broken(), 0);
        String log = logged(() -> {
            for (int rows : new int[] {700, 700, 800}) {
                compareWithAutograd(executor, objective, rows);
            }
        });
        assertEquals(1, log.split("Please report", -1).length - 1, log);
        assertTrue(log.contains(objective.toString()) && log.contains("FUSED"), log);
    }

    @Test
    void aFaultOfTheEngineIsNoneForGradientsInPlace() {
        Objective objective = Objective.parse("objective(loss=huber(), example=mean, batch=sum)");
        ObjectiveExecutor executor = new ObjectiveExecutor(ExecutionMode.FUSED, broken(), 0);
        try (NDManager manager = NDManager.newBaseManager();
                GradientCollector ignored = Engine.getInstance().newGradientCollector()) {
            NDArray prediction = manager.full(new Shape(700, 300), 3f);
            NDArray gradient = manager.zeros(new Shape(700, 300));
            Map<String, NDArray> inputs = new LinkedHashMap<>();
            inputs.put("prediction", prediction);
            inputs.put("target", manager.zeros(new Shape(700, 300)));
            assertEquals(700 * 2.5, executor.value(objective, inputs, "prediction", gradient), 1e-2);
            assertEquals(700, gradient.sum().getFloat(), 1e-2);
        }
    }

    @Test
    void aModuleThatCannotBeLoadedIsNoReasonToStop() {
        Objective objective = Objective.of(Losses.of("huber"));
        ObjectiveExecutor executor = new ObjectiveExecutor(
                ExecutionMode.TORCHSCRIPT, new org.losses4j.engine.Engine(), 0, (methods, constants) -> {
                    throw new EngineException("no such operator");
                });
        String log = logged(() -> {
            compareWithAutograd(executor, objective, 4);
            compareWithAutograd(executor, objective, 5);
        });
        assertEquals(1, log.split("Please report", -1).length - 1, log);
        assertTrue(log.contains("no such operator") && log.contains("TORCHSCRIPT"), log);
    }

    @Test
    void aFormulaThatReadsValuesIsComputedByAutograd() {
        PointwiseLoss reading =
                (prediction, target) -> prediction.sub(target).square().mul(target.toArray()[0] == 0 ? 1 : 2);
        Objective objective = Objective.of(reading);
        ObjectiveExecutor executor = new ObjectiveExecutor(new org.losses4j.engine.Engine());
        String log = logged(() -> {
            for (int step = 0; step < 40; step++) {
                compareWithAutograd(executor, objective, 3);
            }
        });
        assertEquals(1, log.split("does not take this formula", -1).length - 1, log);
        assertEquals(1, log.split("Please report", -1).length, log);
    }

    @Test
    void aWrongInputIsAnErrorHoweverBrokenTheEngineIs() {
        ObjectiveExecutor executor = new ObjectiveExecutor(ExecutionMode.AUTOMATIC, broken(), 0);
        try (NDManager manager = NDManager.newBaseManager()) {
            Map<String, NDArray> inputs = new LinkedHashMap<>();
            inputs.put("prediction", manager.zeros(new Shape(700, 300)));
            inputs.put("target", manager.full(new Shape(700), 300f));
            Objective objective = Objective.of(Losses.of("sparse_categorical_cross_entropy"));
            String log = logged(() -> assertThrows(
                    IllegalArgumentException.class, () -> executor.value(objective, inputs, Set.of("prediction"))));
            assertEquals("", log);
        }
    }

    private static void compareWithAutograd(ObjectiveExecutor executor, Objective objective, int rows) {
        List<float[]> results = new ArrayList<>();
        for (ObjectiveExecutor one : List.of(
                executor, new ObjectiveExecutor(ExecutionMode.OPERATIONS, new org.losses4j.engine.Engine(), 0))) {
            try (NDManager manager = NDManager.newBaseManager();
                    GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                Map<String, NDArray> inputs = new LinkedHashMap<>();
                NDArray prediction = manager.arange(rows * 300f).reshape(rows, 300);
                prediction.setRequiresGradient(true);
                inputs.put("prediction", prediction);
                inputs.put("target", manager.zeros(new Shape(rows, 300)));
                NDArray value = one.value(objective, inputs, Set.of("prediction"));
                collector.backward(value);
                results.add(value.reshape(1).toFloatArray());
                results.add(prediction.getGradient().toFloatArray());
            }
        }
        assertEquals(results.get(2)[0], results.get(0)[0], 1e-4 * results.get(2)[0]);
        assertArrayEquals(results.get(3), results.get(1), 1e-9f);
    }

    private static String logged(Runnable computation) {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            computation.run();
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
