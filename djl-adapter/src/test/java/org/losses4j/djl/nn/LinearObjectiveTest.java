package org.losses4j.djl.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.evaluator.Evaluator;
import ai.djl.training.evaluator.TopKAccuracy;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.training.listener.EvaluatorTrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.Batchifier;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.BatchReduction;
import org.losses4j.ExampleReduction;
import org.losses4j.LossObjective;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.djl.execution.DjlTensor;
import org.losses4j.djl.internal.array.OwnedArrays;
import org.losses4j.loss.classification.CategoricalCrossEntropy;
import org.losses4j.loss.classification.Poly1CrossEntropy;
import org.losses4j.loss.classification.SoftmaxFocal;
import org.losses4j.loss.classification.SparseCategoricalCrossEntropy;
import org.losses4j.loss.classification.SparseSoftmaxFocal;
import org.losses4j.loss.regression.MeanSquaredError;

/** The layer that is its own loss, against DJL's linear layer under the same objective. */
class LinearObjectiveTest {
    private static final int N = 7;
    private static final int FEATURES = 3;
    private static final int CLASSES = 5;

    private final NDManager manager = NDManager.newBaseManager();
    private final ParameterStore store = new ParameterStore(manager, false);

    @AfterEach
    void close() {
        manager.close();
    }

    static Stream<LossObjective> objectives() {
        return Stream.of(
                of(new CategoricalCrossEntropy()),
                of(new CategoricalCrossEntropy(true, 0.1, -1, 0)).fix(Role.CLASS_WEIGHTS, 1, 2, 0.5, 3, 1),
                of(new SoftmaxFocal(true, 0.3, 1.5, 0.1, -1, 0)),
                of(new Poly1CrossEntropy()),
                of(new SparseCategoricalCrossEntropy()),
                of(new SparseCategoricalCrossEntropy(true, 0.2, 2, -1, 0)).fix(Role.CLASS_WEIGHTS, 1, 2, 0.5, 3, 1),
                of(new SparseCategoricalCrossEntropy(true, 0.2, 2, -1, 0, 0.1, 1.5)),
                of(new SparseSoftmaxFocal(true, null, 2, 1, -1, 0)));
    }

    private static LossObjective of(org.losses4j.Loss loss) {
        return Objective.of(loss);
    }

    /** A network that was trained with a LinearObjective is deployed with Linear, and the reverse. */
    @Test
    void readsAndWritesTheFilesOfLinear() throws Exception {
        NDArray input = manager.randomNormal(new Shape(N, FEATURES));
        for (int i = 0; i < 2; i++) {
            Block linear = Linear.builder().setUnits(CLASSES).build();
            Block objective = new LinearObjective(new SparseCategoricalCrossEntropy(), CLASSES);
            Block trained = i == 0 ? linear : objective;
            Block loaded = i == 0 ? objective : linear;
            trained.setInitializer(new NormalInitializer(1), Parameter.Type.WEIGHT);
            trained.initialize(manager, DataType.FLOAT32, input.getShape());
            loaded.loadParameters(manager, saved(trained));
            assertArrayEquals(logits(trained, input), logits(loaded, input));
        }
    }

    private float[] logits(Block block, NDArray input) {
        return block.forward(new ParameterStore(manager, false), new NDList(input), false)
                .get(0)
                .toFloatArray();
    }

    @Test
    void refusesFilesOfOtherSizes() throws Exception {
        LinearObjective objective = new LinearObjective(new SparseCategoricalCrossEntropy(), CLASSES);
        objective.initialize(manager, DataType.FLOAT32, new Shape(N, FEATURES));
        LinearObjective other = new LinearObjective(new SparseCategoricalCrossEntropy(), CLASSES + 1);
        MalformedModelException error =
                assertThrows(MalformedModelException.class, () -> other.loadParameters(manager, saved(objective)));
        assertEquals("LinearObjective: the file has 5 classes, but the block has 6", error.getMessage());
    }

    private static DataInputStream saved(Block block) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        block.saveParameters(new DataOutputStream(file));
        return new DataInputStream(new ByteArrayInputStream(file.toByteArray()));
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void chunksAreTheWhole(LossObjective objective) {
        for (BatchReduction batch : List.of(
                BatchReduction.SUM, BatchReduction.MEAN, BatchReduction.WEIGHTED_MEAN, BatchReduction.EXAMPLE_MEAN)) {
            LossObjective reduced = objective.reduce(ExampleReduction.MEAN, batch);
            for (Map<String, double[]> more : List.of(
                    Map.<String, double[]>of(),
                    Map.of("mask", new double[] {1, 0, 1, 1, 0, 1, 1}),
                    Map.of(
                            "mask", new double[] {1, 0, 1, 1, 0, 1, 1},
                            "weights", new double[] {0.5, 0, 2, 1, 3, 0.25, 1}),
                    Map.of("mask", new double[N]))) {
                compare(reduced, more, 3, DataType.FLOAT64, 1e-10, N, FEATURES);
            }
            compare(reduced, Map.of(), 4, DataType.FLOAT32, 2e-5, N, FEATURES);
        }
        for (int chunk : new int[] {1, N, 1000}) {
            compare(objective, Map.of(), chunk, DataType.FLOAT64, 1e-10, N, FEATURES);
        }
        compare(objective, Map.of("weights", new double[] {1}), 1, DataType.FLOAT64, 1e-10, 1, FEATURES);
        compare(
                objective,
                Map.of("mask", new double[] {1, 0, 1, 1, 1, 1, 1}),
                4,
                DataType.FLOAT64,
                1e-10,
                N,
                2,
                FEATURES);
        for (Map<String, double[]> more : List.of(
                Map.of("valid_lengths", new double[] {2, 0, 1, 2, 1, 2, 1}),
                Map.of(
                        "valid_lengths", new double[] {2, 0, 1, 2, 1, 2, 1},
                        "mask", new double[] {1, 1, 1, 0, 1, 1, 1}))) {
            compare(objective, more, 4, DataType.FLOAT64, 1e-10, N, 2, FEATURES);
        }
    }

    private void compare(
            LossObjective objective,
            Map<String, double[]> more,
            int chunk,
            DataType type,
            double tolerance,
            long... extents) {
        List<String> roles = new ArrayList<>(List.of("target"));
        NDList labels = new NDList(target(objective, type, extents));
        more.forEach((role, values) -> {
            roles.add(role);
            labels.add(manager.create(values).toType(type, true));
        });
        NDArray x = wave(1.3, extents).toType(type, true);
        NDArray weight = wave(0.7, CLASSES, FEATURES).toType(type, true);
        NDArray bias = wave(2.1, CLASSES).toType(type, true);
        String[] order = roles.toArray(String[]::new);
        LinearObjective fused = LinearObjective.builder(objective, CLASSES)
                .chunkRows(chunk)
                .labels(order)
                .build();
        Block linear = Linear.builder().setUnits(CLASSES).build();
        ObjectiveLoss loss = ObjectiveLoss.builder(objective).labels(order).build();

        List<double[]> expected = results(linear, x, weight, bias, labels, false, loss);
        List<double[]> actual = results(fused, x, weight, bias, labels, true, fused.loss());
        String which = objective + " with " + more.keySet() + " of " + Arrays.toString(extents) + " " + type
                + " in chunks of " + chunk;
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), actual.get(i), tolerance, which + ", result " + i);
        }
    }

    /** The value, its third's gradients by x, W and b, and the value in validation. */
    private List<double[]> results(
            Block block, NDArray x, NDArray weight, NDArray bias, NDList labels, boolean fused, Loss loss) {
        block.initialize(manager, x.getDataType(), x.getShape());
        List<NDArray> inputs = new ArrayList<>(List.of(x.duplicate()));
        block.getParameters().values().forEach(parameter -> inputs.add(parameter.getArray()));
        fill(inputs.get(1), weight);
        fill(inputs.get(2), bias);
        inputs.forEach(array -> array.setRequiresGradient(true));
        List<double[]> results = new ArrayList<>();
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDList data = new NDList(inputs.get(0).add(inputs.get(0).zerosLike()));
            NDList output = fused ? block.forward(store, data, labels, null) : block.forward(store, data, true);
            NDArray value = loss.evaluate(labels, output);
            results.add(numbers(value).array());
            collector.backward(value.mul(OwnedArrays.scalar(value, 1 / 3.0)));
        }
        inputs.forEach(array -> results.add(numbers(array.getGradient()).array()));
        results.add(numbers(loss.evaluate(labels, block.forward(store, new NDList(x), false)))
                .array());
        return results;
    }

    private static java.nio.DoubleBuffer numbers(NDArray array) {
        double[] values = DjlTensor.of(array).toArray();
        return java.nio.DoubleBuffer.wrap(values);
    }

    private static void fill(NDArray array, NDArray values) {
        array.set(
                array.getDataType() == DataType.FLOAT64
                        ? java.nio.DoubleBuffer.wrap(values.toDoubleArray())
                        : java.nio.FloatBuffer.wrap(values.toFloatArray()));
    }

    private NDArray target(Objective objective, DataType type, long... extents) {
        Random random = new Random(4);
        long[] shape = Arrays.copyOf(extents, extents.length - 1);
        NDArray indices = manager.create(
                random.ints(new Shape(shape).size(), 0, CLASSES)
                        .asDoubleStream()
                        .toArray(),
                new Shape(shape));
        return objective.name().startsWith("sparse")
                ? indices.toType(DataType.INT64, true)
                : indices.toType(DataType.INT64, true)
                        .oneHot(CLASSES)
                        .toType(type, true)
                        .mul(0.75)
                        .add(0.05);
    }

    private NDArray wave(double step, long... extents) {
        double[] values = new double[(int) new Shape(extents).size()];
        Arrays.setAll(values, i -> Math.sin(step * i + 0.3));
        return manager.create(values, new Shape(extents));
    }

    @Test
    void theGradientIsThatOfTheValue() {
        LinearObjective block = LinearObjective.builder(
                        of(new SparseCategoricalCrossEntropy(true, 0.1, 2, -1, 0))
                                .reduce(ExampleReduction.MEAN, BatchReduction.WEIGHTED_MEAN),
                        CLASSES)
                .chunkRows(3)
                .build();
        NDArray x = wave(1.3, N, FEATURES);
        NDList labels = new NDList(target(of(new SparseCategoricalCrossEntropy()), DataType.FLOAT64, N, FEATURES));
        block.initialize(manager, DataType.FLOAT64, x.getShape());
        List<NDArray> inputs = new ArrayList<>(List.of(x));
        block.getParameters().values().forEach(parameter -> inputs.add(parameter.getArray()));
        inputs.forEach(array -> array.setRequiresGradient(true));
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.backward(block.forward(store, new NDList(x), labels, null).singletonOrThrow());
        }
        List<double[]> gradients = inputs.stream()
                .map(array -> array.getGradient().toDoubleArray())
                .toList();
        inputs.forEach(array -> array.setRequiresGradient(false));
        double step = 1e-6;
        for (int i = 0; i < inputs.size(); i++) {
            NDArray input = inputs.get(i);
            double[] values = input.toDoubleArray();
            for (int k = 0; k < values.length; k++) {
                double at = values[k];
                double[] sides = new double[2];
                for (int side = 0; side < 2; side++) {
                    values[k] = at + (side == 0 ? step : -step);
                    input.set(java.nio.DoubleBuffer.wrap(values));
                    sides[side] = block.forward(store, new NDList(x), labels, null)
                            .singletonOrThrow()
                            .getDouble();
                }
                values[k] = at;
                input.set(java.nio.DoubleBuffer.wrap(values));
                assertEquals((sides[0] - sides[1]) / (2 * step), gradients.get(i)[k], 1e-8);
            }
        }
    }

    @Test
    void trainsInANetworkIsSavedAndRestored(@TempDir Path folder) throws Exception {
        // The weights that it begins with decide how far 400 steps get.
        manager.getEngine().setRandomSeed(7);
        LinearObjective last = new LinearObjective(new SparseCategoricalCrossEntropy(), CLASSES);
        SequentialBlock network =
                new SequentialBlock().add(Linear.builder().setUnits(4).build()).add(last);
        DefaultTrainingConfig config = new DefaultTrainingConfig(last.loss())
                .optOptimizer(Optimizer.sgd()
                        .setLearningRateTracker(Tracker.fixed(0.5f))
                        .build());
        NDArray x = wave(1.3, N, FEATURES).toType(DataType.FLOAT32, true);
        NDArray target = target(of(new SparseCategoricalCrossEntropy()), DataType.FLOAT32, N, FEATURES);
        double[] logits;
        try (Model model = Model.newInstance("fused", "PyTorch")) {
            model.setBlock(network);
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(x.getShape());
                for (int step = 0; step < 400; step++) {
                    try (Batch batch = batch(trainer.getManager().newSubManager(), x, target)) {
                        EasyTrain.trainBatch(trainer, batch);
                        trainer.step();
                    }
                }
                try (Batch batch = batch(trainer.getManager().newSubManager(), x, target)) {
                    EasyTrain.validateBatch(trainer, batch);
                    NDArray output = trainer.evaluate(batch.getData()).singletonOrThrow();
                    assertEquals(new Shape(N, CLASSES), output.getShape());
                    float loss = last.loss()
                            .evaluate(batch.getLabels(), new NDList(output))
                            .getFloat();
                    assertTrue(loss < 0.8, "loss " + loss);
                    logits = DjlTensor.of(output).toArray();
                }
            }
            model.save(folder, "fused");
        }
        SequentialBlock again = new SequentialBlock()
                .add(Linear.builder().setUnits(4).build())
                .add(new LinearObjective(new SparseCategoricalCrossEntropy(), CLASSES));
        try (Model model = Model.newInstance("fused", "PyTorch")) {
            model.setBlock(again);
            model.load(folder, "fused");
            NDArray restored = again.forward(new ParameterStore(manager, false), new NDList(x), false)
                    .singletonOrThrow();
            assertArrayEquals(logits, DjlTensor.of(restored).toArray(), 1e-6);
        }
    }

    private static Batch batch(NDManager scope, NDArray x, NDArray target) {
        NDArray data = x.duplicate();
        NDArray label = target.duplicate();
        data.attach(scope);
        label.attach(scope);
        return new Batch(scope, new NDList(data), new NDList(label), N, Batchifier.STACK, Batchifier.STACK, 0, 1);
    }

    @Test
    void evaluatorsSeeTheLogitsInBothPhases() {
        LinearObjective last = new LinearObjective(new SparseCategoricalCrossEntropy(), CLASSES);
        SequentialBlock network =
                new SequentialBlock().add(Linear.builder().setUnits(4).build()).add(last);
        DefaultTrainingConfig config = new DefaultTrainingConfig(last.loss())
                .addEvaluator(new Accuracy())
                .addEvaluator(new TopKAccuracy(2))
                .addTrainingListeners(new EvaluatorTrainingListener())
                .optOptimizer(Optimizer.sgd()
                        .setLearningRateTracker(Tracker.fixed(0.1f))
                        .build());
        NDArray x = wave(1.3, N, FEATURES).toType(DataType.FLOAT32, true);
        NDArray target = target(of(new SparseCategoricalCrossEntropy()), DataType.FLOAT32, N, FEATURES);
        try (Model model = Model.newInstance("evaluated", "PyTorch")) {
            model.setBlock(network);
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(x.getShape());
                double[] first = new double[2];
                double[] both = new double[2];
                for (int step = 0; step < 2; step++) {
                    try (Batch batch = batch(trainer.getManager().newSubManager(), x, target)) {
                        float[] logits = trainer.evaluate(batch.getData())
                                .singletonOrThrow()
                                .toFloatArray();
                        for (int k = 0; k < 2; k++) {
                            double share = withinBest(k + 1, logits, target.toLongArray());
                            first[k] = step == 0 ? share : first[k];
                            both[k] += share / 2;
                        }
                        EasyTrain.trainBatch(trainer, batch);
                        if (step == 0) {
                            EasyTrain.validateBatch(
                                    trainer, batch(trainer.getManager().newSubManager(), x, target));
                        }
                        trainer.step();
                    }
                }
                List<Evaluator> evaluators = List.copyOf(trainer.getEvaluators());
                for (int k = 0; k < 2; k++) {
                    Evaluator evaluator = evaluators.get(k);
                    assertEquals(
                            both[k], evaluator.getAccumulator(EvaluatorTrainingListener.TRAIN_EPOCH), 1e-6, "training");
                    assertEquals(
                            first[k],
                            evaluator.getAccumulator(EvaluatorTrainingListener.VALIDATE_EPOCH),
                            1e-6,
                            "validation");
                }
            }
        }
    }

    @Test
    void aLossOfLogitsEvaluatesThemAndTrainsNothing() {
        LinearObjective last = new LinearObjective(new SparseCategoricalCrossEntropy(), CLASSES);
        ObjectiveLoss whole = new ObjectiveLoss(new SparseCategoricalCrossEntropy());
        NDArray x = wave(1.3, N, FEATURES).toType(DataType.FLOAT32, true);
        NDArray target = target(of(new SparseCategoricalCrossEntropy()), DataType.FLOAT32, N, FEATURES);
        try (Model model = Model.newInstance("whole", "PyTorch")) {
            model.setBlock(new SequentialBlock().add(last));
            try (Trainer trainer = model.newTrainer(new DefaultTrainingConfig(last.loss()))) {
                trainer.initialize(x.getShape());
                NDList labels = new NDList(target);
                NDList trained = trainer.forward(new NDList(x), labels);
                whole.addAccumulator("all");
                whole.updateAccumulators(new String[] {"all"}, labels, trained);
                assertEquals(trained.get(0).toFloatArray()[0], whole.getAccumulator("all"), 1e-6);
                refused(() -> whole.evaluate(labels, trained), "train it with the loss that its loss() gives");
            }
        }
    }

    @Test
    void whatTheLossReturnsIsTheCallersToClose() {
        LinearObjective last = new LinearObjective(new SparseCategoricalCrossEntropy(), CLASSES);
        NDArray x = wave(1.3, N, FEATURES).toType(DataType.FLOAT32, true);
        NDArray target = target(of(new SparseCategoricalCrossEntropy()), DataType.FLOAT32, N, FEATURES);
        try (Model model = Model.newInstance("closed", "PyTorch")) {
            model.setBlock(new SequentialBlock().add(last));
            try (Trainer trainer = model.newTrainer(new DefaultTrainingConfig(last.loss()))) {
                trainer.initialize(x.getShape());
                NDList labels = new NDList(target);
                try (GradientCollector collector = trainer.newGradientCollector()) {
                    NDList trained = trainer.forward(new NDList(x), labels);
                    trainer.getLoss().evaluate(labels, trained).close();
                    trainer.getLoss()
                            .evaluate(labels, new NDList(trained.get(0)))
                            .close();
                    collector.backward(trainer.getLoss().evaluate(labels, trained));
                }
                NDArray weight = last.getParameters().get("weight").getArray();
                assertTrue(weight.getGradient().abs().sum().getFloat() > 0);
            }
        }
    }

    /** The share of rows whose target is among the k largest logits. */
    private static double withinBest(int k, float[] logits, long[] targets) {
        int hits = 0;
        for (int row = 0; row < targets.length; row++) {
            float own = logits[row * CLASSES + (int) targets[row]];
            int larger = 0;
            for (int c = 0; c < CLASSES; c++) {
                larger += logits[row * CLASSES + c] > own ? 1 : 0;
            }
            hits += larger < k ? 1 : 0;
        }
        return hits / (double) targets.length;
    }

    @Test
    void labelsThatWantAGradientAreRefused() {
        LinearObjective block = LinearObjective.builder(of(new SparseCategoricalCrossEntropy()), CLASSES)
                .labels("target", "weights")
                .build();
        block.initialize(manager, DataType.FLOAT32, new Shape(N, FEATURES));
        NDArray x = manager.ones(new Shape(N, FEATURES));
        NDArray weights = manager.ones(new Shape(N));
        weights.setRequiresGradient(true);
        try (GradientCollector ignored = Engine.getInstance().newGradientCollector()) {
            NDList labels = new NDList(manager.ones(new Shape(N)), weights.mul(weights));
            refused(() -> block.forward(store, new NDList(x), labels, null), "no gradient by 'weights'");
        }
    }

    @Test
    void leavesNothingButTheValue() {
        LinearObjective block = LinearObjective.builder(of(new SparseCategoricalCrossEntropy()), CLASSES)
                .chunkRows(2)
                .build();
        block.initialize(manager, DataType.FLOAT32, new Shape(N, FEATURES));
        try (NDManager scope = manager.newSubManager()) {
            NDArray x = wave(1.3, N, FEATURES).toType(DataType.FLOAT32, true);
            NDArray target = target(of(new SparseCategoricalCrossEntropy()), DataType.FLOAT32, N, FEATURES);
            x.attach(scope);
            target.attach(scope);
            int before = scope.getManagedArrays().size();
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray value = block.forward(store, new NDList(x), new NDList(target), null)
                        .singletonOrThrow();
                assertEquals(
                        before + 1,
                        scope.getManagedArrays().size(),
                        () -> scope.getManagedArrays().toString());
                collector.backward(value);
            }
        }
    }

    @Test
    void mistakesSayWhatToDo() {
        refused(() -> new LinearObjective(new MeanSquaredError(), 3), "mean_squared_error: in chunks of rows go");
        refused(() -> new LinearObjective(new CategoricalCrossEntropy(), 0), "at least 1 class, got 0");
        refused(
                () -> LinearObjective.builder(of(new CategoricalCrossEntropy()), 3)
                        .chunkRows(0),
                "at least 1 row, got 0");
        LinearObjective block = new LinearObjective(new SparseCategoricalCrossEntropy(), CLASSES);
        block.initialize(manager, DataType.FLOAT32, new Shape(N, FEATURES));
        NDArray x = manager.ones(new Shape(N, FEATURES));
        refused(() -> forward(block, x, manager.full(new Shape(N), CLASSES)), "class indices 0 to 4, got 5 at [0]");
        refused(() -> forward(block, x, manager.ones(new Shape(N - 1))), "'target' has the shape [6], wanted [7]");
        refused(() -> forward(block, manager.ones(new Shape(N, 4)), manager.ones(new Shape(N))), "wanted [N, …, 3]");
        refused(
                () -> forward(block, x.toType(DataType.FLOAT64, true), manager.ones(new Shape(N))),
                "got float64 and float32");
    }

    private void forward(Block block, NDArray x, NDArray target) {
        block.forward(store, new NDList(x), new NDList(target), null);
    }

    private static void refused(Runnable mistake, String why) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, mistake::run);
        assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
    }
}
