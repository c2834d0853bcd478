package org.losses4j.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.engine.EngineFixtures;
import org.losses4j.engine.EngineOptions;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.tensor.Shape;

/** What the engine fails to compile is said once, and computed without it. */
class EngineFaultsTest {
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
                    .prepare(
                            OBJECTIVE,
                            Computation.VALUE_AND_GRADIENTS,
                            Precision.FLOAT32,
                            inputs(rows),
                            gradients(rows))
                    .isEmpty());
        }
        assertEquals(1, logged.size(), logged::toString);
        String line = logged.get(0);
        assertTrue(line.contains("sparse_categorical_cross_entropy") || line.contains("SparseCategorical"), line);
        assertTrue(line.contains("report") && line.contains("kernel lost"), line);
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
