package org.losses4j.djl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.EvaluatorTrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.Batchifier;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.djl.execution.ExecutionMode;
import org.losses4j.djl.nn.LinearObjective;

/** A small network trained for 50 steps by EasyTrain has the parameters that PyTorch gave it, see record.py. */
class FiftyStepsTest {
    private static final int EXAMPLES = 16;
    private static final int FEATURES = 3;
    private static final int HIDDEN = 8;
    private static final int OUTPUTS = 4;

    static Stream<Arguments> losses() {
        return Stream.of(
                        "mean_squared_error",
                        "mean_absolute_error",
                        "sparse_categorical_cross_entropy",
                        "binary_cross_entropy")
                .flatMap(loss -> Stream.of(ExecutionMode.values()).map(mode -> Arguments.of(loss, mode)));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void endsWithTheParametersThatPyTorchHas(String name, ExecutionMode mode) throws IOException {
        ObjectiveLoss loss = ObjectiveLoss.builder(Objective.of(Losses.of(name)))
                .executionMode(mode)
                .build();
        train(name, loss, Linear.builder().setUnits(OUTPUTS).build());
    }

    @Test
    void soDoesALayerThatIsItsOwnLoss() throws IOException {
        String name = "sparse_categorical_cross_entropy";
        LinearObjective last = LinearObjective.builder(Objective.of(Losses.of(name)), OUTPUTS)
                .chunkRows(5)
                .build();
        train(name, last.loss(), last);
    }

    private static void train(String name, Loss loss, Block last) throws IOException {
        JsonNode recorded = new ObjectMapper()
                .readTree(FiftyStepsTest.class.getResourceAsStream("/training/fifty-steps.json"))
                .get(name);
        SequentialBlock network = new SequentialBlock()
                .add(Linear.builder().setUnits(HIDDEN).build())
                .add(Activation.tanhBlock())
                .add(last);
        DefaultTrainingConfig config = new DefaultTrainingConfig(loss)
                .addTrainingListeners(new EvaluatorTrainingListener())
                .optOptimizer(Optimizer.sgd()
                        .setLearningRateTracker(Tracker.fixed(0.125f))
                        .build());
        try (Model model = Model.newInstance("fifty", "PyTorch")) {
            model.setBlock(network);
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(new Shape(EXAMPLES, FEATURES));
                List<NDArray> parameters = network.getParameters().values().stream()
                        .map(parameter -> parameter.getArray())
                        .toList();
                parameters.get(0).set(wave(HIDDEN, FEATURES, 0.7, 1.3, 0.6));
                parameters.get(1).set(wave(1, HIDDEN, 0.1, 0.9, 0.2));
                parameters.get(2).set(wave(OUTPUTS, HIDDEN, 1.1, 0.4, 0.6));
                parameters.get(3).set(wave(1, OUTPUTS, 0.2, 0.8, 0.2));
                for (int step = 0; step < 50; step++) {
                    try (Batch batch = batch(name, trainer.getManager().newSubManager())) {
                        EasyTrain.trainBatch(trainer, batch);
                        trainer.step();
                    }
                    if (step == 0) {
                        assertEquals(
                                recorded.get("first_loss").doubleValue(), loss.getAccumulator("train/epoch"), 1e-6);
                    }
                }
                for (int i = 0; i < parameters.size(); i++) {
                    float[] trained = parameters.get(i).toFloatArray();
                    for (int j = 0; j < trained.length; j++) {
                        double wanted = recorded.get("parameters").get(i).get(j).doubleValue();
                        assertEquals(wanted, trained[j], 1e-5 * Math.max(1, Math.abs(wanted)), "parameter " + i);
                    }
                }
            }
        }
    }

    private static Batch batch(String name, NDManager manager) {
        NDArray data = manager.create(wave(EXAMPLES, FEATURES, 1.7, 0.6, 1), new Shape(EXAMPLES, FEATURES));
        return new Batch(
                manager,
                new NDList(data),
                new NDList(labels(name, manager)),
                EXAMPLES,
                Batchifier.STACK,
                Batchifier.STACK,
                0,
                1);
    }

    private static NDArray labels(String name, NDManager manager) {
        if (name.startsWith("sparse")) {
            long[] classes = new long[EXAMPLES];
            java.util.Arrays.setAll(classes, i -> (3 * i + 1) % OUTPUTS);
            return manager.create(classes);
        }
        float[] real = wave(EXAMPLES, OUTPUTS, 0.9, 1.9, 1);
        if (name.startsWith("binary")) {
            for (int i = 0; i < real.length; i++) {
                int row = i / OUTPUTS;
                real[i] = (row * (i % OUTPUTS) + row) % 3 == 0 ? 1 : 0;
            }
        }
        return manager.create(real, new Shape(EXAMPLES, OUTPUTS));
    }

    private static float[] wave(int rows, int columns, double a, double b, double amplitude) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            int row = i / columns;
            values[i] = (float) (amplitude * Math.sin(a * row + b * (i % columns) + 0.3));
        }
        return values;
    }
}
