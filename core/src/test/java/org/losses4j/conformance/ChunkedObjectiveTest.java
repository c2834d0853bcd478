package org.losses4j.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.BatchReduction;
import org.losses4j.Inputs;
import org.losses4j.LossObjective;
import org.losses4j.Objective;
import org.losses4j.Reduction;
import org.losses4j.Role;
import org.losses4j.execution.ChunkedObjective;
import org.losses4j.execution.Programs;
import org.losses4j.loss.classification.CategoricalCrossEntropy;
import org.losses4j.loss.classification.SparseCategoricalCrossEntropy;
import org.losses4j.loss.regression.MeanSquaredError;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

class ChunkedObjectiveTest {
    private static final List<BatchReduction> REDUCTIONS =
            List.of(BatchReduction.SUM, BatchReduction.MEAN, BatchReduction.WEIGHTED_MEAN, BatchReduction.EXAMPLE_MEAN);
    private static final Tensor MASK = ReferenceTensor.vector(1, 0, 1, 1, 0, 1);
    private static final Tensor WEIGHTS = ReferenceTensor.of(new double[] {0.5, 1, 2, 0, 3, 0.25}, 6, 1);
    private final Programs programs = new Programs();

    private static boolean goesInChunks(LossSample sample) {
        try {
            ChunkedObjective.of(sample.objective());
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    static Stream<LossSample> samples() {
        return LossSample.all().stream().filter(ChunkedObjectiveTest::goesInChunks);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void chunksAreTheWhole(LossSample sample) {
        for (BatchReduction batch : REDUCTIONS) {
            for (Map<String, Tensor> more : List.<Map<String, Tensor>>of(
                    Map.of(),
                    Map.of(Role.MASK, MASK),
                    Map.of(Role.WEIGHTS, WEIGHTS),
                    Map.of(Role.MASK, MASK, Role.WEIGHTS, WEIGHTS),
                    Map.of(Role.MASK, MASK.mul(0), Role.WEIGHTS, WEIGHTS))) {
                Map<String, Tensor> inputs = new LinkedHashMap<>(sample.inputs());
                inputs.putAll(more);
                for (int size : new int[] {1, 4, 6, 10}) {
                    check(sample.objective().reduce(Reduction.MEAN.example(), batch), inputs, size);
                }
            }
        }
    }

    @Test
    void theSoftmaxLossesAreAmongThem() {
        List<String> names =
                samples().map(sample -> sample.loss().name()).distinct().toList();
        assertTrue(names.containsAll(List.of(
                "categorical_cross_entropy",
                "sparse_categorical_cross_entropy",
                "softmax_focal",
                "sparse_softmax_focal",
                "poly1_cross_entropy")));
    }

    @Test
    void stepsAreRows() {
        Random random = new Random(3);
        double[] logits = random.doubles(3 * 4 * 5).toArray();
        double[] targets = random.ints(3 * 4, 0, 5).asDoubleStream().toArray();
        LossObjective objective = Objective.of(new SparseCategoricalCrossEntropy(true, 0.1, 2, -1, 0))
                .fix(Role.CLASS_WEIGHTS, 0.5, 1, 2, 3, 4);
        for (BatchReduction batch : REDUCTIONS) {
            for (Tensor weights : List.of(
                    ReferenceTensor.vector(1, 2, 3),
                    ReferenceTensor.of(new double[] {2}, 1),
                    ReferenceTensor.of(random.doubles(12).toArray(), 3, 4),
                    ReferenceTensor.of(random.doubles(12).toArray(), 3, 4, 1))) {
                Map<String, Tensor> inputs = new LinkedHashMap<>();
                inputs.put(Role.PREDICTION, ReferenceTensor.of(logits, 3, 4, 5));
                inputs.put(Role.TARGET, ReferenceTensor.of(targets, 3, 4, 1));
                inputs.put(Role.WEIGHTS, weights);
                inputs.put(Role.MASK, ReferenceTensor.of(new double[] {1, 1, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1}, 3, 4));
                check(objective.reduce(Reduction.MEAN.example(), batch), inputs, 5);
            }
        }
    }

    @Test
    void lengthsAreAMaskOfRows() {
        Random random = new Random(4);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put(Role.PREDICTION, ReferenceTensor.of(random.doubles(3 * 4 * 5).toArray(), 3, 4, 5));
        inputs.put(Role.TARGET, ReferenceTensor.of(new double[] {0, 1, 2, 3, 4, 9, 9, 9, 1, 1, 9, 9}, 3, 4));
        inputs.put(Role.VALID_LENGTHS, ReferenceTensor.vector(4, 1, 2));
        LossObjective objective = Objective.of(new SparseCategoricalCrossEntropy(true, 0.1, 2, -1, 0, 0.1, 3.0))
                .fix(Role.CLASS_WEIGHTS, 0.5, 1, 2, 3, 4);
        for (BatchReduction batch : REDUCTIONS) {
            LossObjective reduced = objective.reduce(Reduction.MEAN.example(), batch);
            check(reduced, inputs, 5);
            for (Tensor mask : List.of(
                    ReferenceTensor.vector(1, 0, 1),
                    ReferenceTensor.scalar(1),
                    ReferenceTensor.of(new double[] {1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 1, 0}, 3, 4, 1))) {
                Map<String, Tensor> masked = new LinkedHashMap<>(inputs);
                masked.put(Role.MASK, mask);
                check(reduced, masked, 5);
            }
        }
    }

    private void check(LossObjective objective, Map<String, Tensor> inputs, int size) {
        ChunkedObjective chunked = ChunkedObjective.of(objective);
        Map<String, Tensor> others = new LinkedHashMap<>(inputs);
        Tensor prediction = others.remove(Role.PREDICTION);
        chunked.check(prediction.shape(), others);
        Map<String, Tensor> rows = chunked.rows(prediction.shape(), others);
        int classes = prediction.shape().extent(-1);
        int count = prediction.shape().without(-1).size();
        rows.put(Role.PREDICTION, prediction.reshape(Shape.of(count, classes)));

        double sum = 0;
        double counted = 0;
        List<Double> gradient = new ArrayList<>();
        for (int from = 0; from < count; from += size) {
            int[] kept = IntStream.range(from, Math.min(count, from + size)).toArray();
            Map<String, Tensor> chunk = new LinkedHashMap<>();
            rows.forEach(
                    (role, tensor) -> chunk.put(role, chunked.sliced(role) ? LossSample.rows(tensor, kept) : tensor));
            List<Tensor> results = evaluate(chunked.sum(), chunk, List.of(Role.PREDICTION));
            sum += results.get(0).item();
            Arrays.stream(results.get(1).toArray()).forEach(gradient::add);
            Map<String, Tensor> deciding = chunked.counted(chunk);
            counted += deciding.isEmpty()
                    ? Double.NaN
                    : evaluate(chunked.count(), deciding, List.of()).get(0).item();
        }
        OptionalDouble total = chunked.counted(rows).isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(counted);
        double divisor = chunked.divisor(prediction.shape(), total);

        List<Tensor> whole = evaluate(objective, inputs, List.of(Role.PREDICTION));
        String which = objective + " with " + inputs.keySet() + " in chunks of " + size;
        assertEquals(whole.get(0).item(), sum / divisor, 1e-12, which);
        assertArrayEquals(
                whole.get(1).toArray(),
                gradient.stream().mapToDouble(value -> value / divisor).toArray(),
                1e-12,
                which);
    }

    private List<Tensor> evaluate(Objective objective, Map<String, Tensor> inputs, List<String> gradients) {
        return programs.value(objective, Inputs.of(inputs).shapes())
                .withGradient(gradients)
                .evaluate(inputs);
    }

    @Test
    void mistakesAreFoundBeforeThereIsAPrediction() {
        ChunkedObjective chunked = ChunkedObjective.of(Objective.of(new SparseCategoricalCrossEntropy()));
        Shape prediction = Shape.of(2, 3, 4);
        Tensor targets = ReferenceTensor.of(new double[] {0, 1, 2, 3, 4, 0}, 2, 3);
        IllegalArgumentException value = assertThrows(
                IllegalArgumentException.class, () -> chunked.check(prediction, Map.of(Role.TARGET, targets)));
        assertTrue(value.getMessage().contains("class indices 0 to 3, got 4 at [1, 1]"), value.getMessage());
        IllegalArgumentException shape = assertThrows(
                IllegalArgumentException.class, () -> chunked.check(Shape.of(3, 3, 4), Map.of(Role.TARGET, targets)));
        assertTrue(shape.getMessage().contains("'target' has the shape [2, 3], wanted [3, 3]"), shape.getMessage());
        Tensor mask = ReferenceTensor.matrix(new double[] {1, 1, 1}, new double[] {1, 0, 1});
        chunked.check(prediction, Map.of(Role.TARGET, targets, Role.MASK, mask));
    }

    @Test
    void whatDoesNotGoInChunksSaysWhatDoes() {
        refused(Objective.of(new MeanSquaredError()), "number for each row of classes");
        refused(Objective.parse("batch_hard_triplet()"), "compute this one at once");
        refused(Objective.parse("triplet_margin()"), "compute this one at once");
        refused(Objective.of(new CategoricalCrossEntropy(true, 0, 1, 0)), "set axis = -1");
        refused(Objective.of(new CategoricalCrossEntropy()).reduce(Reduction.NONE), "does not reduce the batch");
        refused(
                Objective.parse("sum(terms=[term(factor=1, objective=objective(loss=categorical_cross_entropy()))])"),
                "a single loss");
    }

    private static void refused(Objective objective, String why) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> ChunkedObjective.of(objective));
        assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
    }
}
