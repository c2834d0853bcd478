package org.losses4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.losses4j.engine.Elements;
import org.losses4j.engine.Engine;
import org.losses4j.engine.EngineFixtures;
import org.losses4j.engine.EngineOptions;
import org.losses4j.engine.Layout;
import org.losses4j.engine.Precision;
import org.losses4j.tensor.Shape;

/** A fault of the engine ends no training: it is said once, and the objective is computed without it. */
class EngineFaultsTest {
    private static final int ROWS = 300;
    private static final int CLASSES = 250;
    private static final Objective OBJECTIVE = Objective.of(Losses.of("sparse_categorical_cross_entropy"));

    private final Logger logger = Logger.getLogger("org.losses4j");
    private final List<String> logged = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            logged.add(record.getMessage() + " " + record.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void listenNoMore() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    @Test
    void whatCannotBeCompiledIsNotPrepared() {
        FusedObjectives objectives = new FusedObjectives(
                EngineFixtures.failing(new EngineOptions().vectorsFrom(1), "kernel lost"), new Programs());
        for (int rows = 30; rows < 33; rows++) {
            assertTrue(objectives
                    .prepare(OBJECTIVE, Wanted.VALUE_AND_GRADIENTS, Precision.FLOAT32, inputs(rows), gradients(rows))
                    .isEmpty());
        }
        assertEquals(1, logged.size(), logged::toString);
        String line = logged.get(0);
        assertTrue(line.contains("sparse_categorical_cross_entropy") || line.contains("SparseCategorical"), line);
        assertTrue(line.contains("report") && line.contains("kernel lost"), line);
    }

    @Test
    void aKernelThatFailsIsReplaced() {
        ForkJoinPool closed = new ForkJoinPool(1);
        closed.shutdown();
        FusedObjectives failing =
                new FusedObjectives(new Engine(new EngineOptions().on(closed).parallelFrom(1)), new Programs());
        FusedObjectives working = new FusedObjectives(new Engine(), new Programs());
        float[] wanted = new float[ROWS * CLASSES];
        float[] got = new float[ROWS * CLASSES];
        for (int step = 0; step < 3; step++) {
            double[] value = run(working, wanted, step);
            assertArrayEquals(value, run(failing, got, step), 1e-5);
            assertArrayEquals(wanted, got, 1e-8f);
        }
        assertEquals(1, logged.size(), logged::toString);
    }

    @Test
    void whatIsWrongWithInputsIsStillSaid() {
        ForkJoinPool closed = new ForkJoinPool(1);
        closed.shutdown();
        FusedObjective fused = new FusedObjectives(
                        new Engine(new EngineOptions().on(closed).parallelFrom(1)), new Programs())
                .prepare(OBJECTIVE, Wanted.VALUE, Precision.FLOAT32, inputs(ROWS), Map.of())
                .orElseThrow();
        float[] targets = new float[ROWS];
        targets[7] = CLASSES;
        List<Elements> memory = List.of(Elements.of(new float[ROWS * CLASSES], 0), Elements.of(targets, 0));
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> fused.run(memory, List.of()))
                .getMessage());
        assertTrue(message.contains("got 250 at [7]"), message);
        List<Elements> tooShort = List.of(Elements.of(new float[5], 0), Elements.of(new float[ROWS], 0));
        assertThrows(RuntimeException.class, () -> fused.run(tooShort, List.of()));
    }

    private static double[] run(FusedObjectives objectives, float[] gradient, int seed) {
        FusedObjective fused = objectives
                .prepare(OBJECTIVE, Wanted.VALUE_AND_GRADIENTS, Precision.FLOAT32, inputs(ROWS), gradients(ROWS))
                .orElseThrow();
        Random random = new Random(seed);
        float[] prediction = new float[ROWS * CLASSES];
        float[] target = new float[ROWS];
        for (int i = 0; i < prediction.length; i++) {
            prediction[i] = (float) random.nextGaussian();
        }
        for (int i = 0; i < ROWS; i++) {
            target[i] = random.nextInt(CLASSES);
        }
        return fused.run(
                List.of(Elements.of(prediction, 0), Elements.of(target, 0)), List.of(Elements.of(gradient, 0)));
    }

    private static Map<String, Layout> inputs(int rows) {
        Map<String, Layout> layouts = new LinkedHashMap<>();
        layouts.put(Role.PREDICTION, Layout.rowMajor(Shape.of(rows, CLASSES)));
        layouts.put(Role.TARGET, Layout.rowMajor(Shape.of(rows)));
        return layouts;
    }

    private static Map<String, Layout> gradients(int rows) {
        return Map.of(Role.PREDICTION, Layout.columnMajor(Shape.of(rows, CLASSES)));
    }
}
