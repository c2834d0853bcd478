package org.losses4j.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.djl.execution.ExecutionMode;

/** One loss used by several threads, as DJL does with several devices, with more shapes than modules are kept. */
class ConcurrencyTest {
    private static final int THREADS = 4;
    private static final int SHAPES = 70;

    @ParameterizedTest
    @EnumSource(
            value = ExecutionMode.class,
            names = {"FUSED", "TORCHSCRIPT"})
    @Timeout(120)
    void threadsShareALoss(ExecutionMode mode) throws Exception {
        ObjectiveLoss loss = ObjectiveLoss.builder(Objective.of(Losses.of("mean_squared_error")))
                .executionMode(mode)
                .build();
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int from = thread * 17;
                tasks.add(() -> {
                    for (int i = 0; i < SHAPES; i++) {
                        check(loss, 1 + (from + i) % SHAPES);
                    }
                    return null;
                });
            }
            for (Future<Void> done : pool.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static void check(ObjectiveLoss loss, int examples) {
        try (NDManager manager = NDManager.newBaseManager()) {
            JniUtils.setGradMode(true);
            NDArray prediction = manager.full(new Shape(examples, 1), 3f);
            prediction.setRequiresGradient(true);
            PtNDArray value = (PtNDArray)
                    loss.evaluate(new NDList(manager.zeros(new Shape(examples, 1))), new NDList(prediction));
            JniUtils.backward(value, (PtNDArray) manager.ones(new Shape()), false, false);
            assertEquals(9, value.getFloat());
            assertEquals(6, prediction.getGradient().sum().getFloat(), 1e-4);
        }
    }
}
