package org.losses4j.djl;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.EvaluatorTrainingListener;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.Batchifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.djl.execution.ExecutionMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The resident memory of the process, native and heap, after 10,000 training steps and after 100,000. */
@Tag("soak")
class SoakTest {
    private static final Logger LOGGER = LoggerFactory.getLogger(SoakTest.class);
    private static final int STEPS = Integer.getInteger("soak.steps", 100_000);
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final double ALLOWED_MEGABYTES = 24;

    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of("mean_squared_error", ExecutionMode.FUSED),
                Arguments.of("mean_squared_error", ExecutionMode.OPERATIONS),
                Arguments.of("mean_squared_error", ExecutionMode.TORCHSCRIPT),
                Arguments.of("mean_squared_error", ExecutionMode.HOST),
                Arguments.of("sparse_categorical_cross_entropy", ExecutionMode.FUSED),
                Arguments.of("sparse_categorical_cross_entropy", ExecutionMode.TORCHSCRIPT),
                Arguments.of("ctc", ExecutionMode.TORCHSCRIPT),
                Arguments.of("ctc", ExecutionMode.HOST));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void memoryDoesNotGrow(String name, ExecutionMode mode) throws IOException {
        assumeTrue(Files.exists(STATUS), "reads the resident memory from " + STATUS + ", which is Linux's");
        ObjectiveLoss loss = ObjectiveLoss.builder(Objective.of(Losses.of(name)))
                .executionMode(mode)
                .build();
        DefaultTrainingConfig config = new DefaultTrainingConfig(loss)
                .addTrainingListeners(new EvaluatorTrainingListener())
                .optOptimizer(Optimizer.sgd()
                        .setLearningRateTracker(Tracker.fixed(1e-4f))
                        .build());
        try (Model model = Model.newInstance("soak", "PyTorch")) {
            // Gradients of the last layer add up to 0 over classes, which DJL's trainer would take for a mistake.
            model.setBlock(new SequentialBlock()
                    .add(Linear.builder().setUnits(4).build())
                    .add(Linear.builder().setUnits(3).build()));
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(data(trainer.getManager(), name).getShape());
                double early = 0;
                for (int step = 1; step <= STEPS; step++) {
                    NDManager scope = trainer.getManager().newSubManager();
                    try (Batch batch = new Batch(
                            scope,
                            new NDList(data(scope, name)),
                            labels(scope, name),
                            4,
                            Batchifier.STACK,
                            Batchifier.STACK,
                            0,
                            1)) {
                        EasyTrain.trainBatch(trainer, batch);
                        trainer.step();
                    }
                    if (step == STEPS / 10) {
                        early = residentMegabytes();
                    }
                }
                double late = residentMegabytes();
                LOGGER.info(
                        "{} by {}: {} MB resident after {} steps, {} MB after {}",
                        name,
                        mode,
                        early,
                        STEPS / 10,
                        late,
                        STEPS);
                assertTrue(late - early < ALLOWED_MEGABYTES, early + " MB to " + late + " MB");
            }
        }
    }

    private static NDArray data(NDManager manager, String name) {
        Shape shape = name.equals("ctc") ? new Shape(4, 6, 2) : new Shape(4, 2);
        // Equal rows would make the gradients of a softmax cancel, which DJL's Trainer takes for a mistake.
        return manager.arange((float) shape.size()).sin().reshape(shape);
    }

    private static NDList labels(NDManager manager, String name) {
        return switch (name) {
            case "ctc" -> new NDList(manager.create(new int[][] {{1, 2}, {2, 1}, {1, 1}, {2, 2}}));
            case "sparse_categorical_cross_entropy" -> new NDList(manager.create(new int[] {0, 1, 2, 0}));
            default -> new NDList(manager.zeros(new Shape(4, 3)));
        };
    }

    private static double residentMegabytes() throws IOException {
        System.gc();
        try (Stream<String> lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElseThrow()
                    / 1024.0;
        }
    }
}
