package org.losses4j.loss.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.losses4j.BatchReduction;
import org.losses4j.CompositeObjective;
import org.losses4j.ExampleReduction;
import org.losses4j.LossObjective;
import org.losses4j.Objective;
import org.losses4j.conformance.EngineExecution;
import org.losses4j.conformance.Execution;
import org.losses4j.conformance.ReferenceExecution;
import org.losses4j.engine.Engine;
import org.losses4j.engine.memory.Precision;
import org.losses4j.tensor.ReferenceTensor;

class MinedReferencesTest {
    private static final double[] CLASSES = {0, 1, 0, 2, 1, 1, 0};
    private static final double[] MASK = {1, 1, 0, 1, 1, 0, 1};

    /** The gradients of the batch and of its copy among the references add up to that of a batch without references. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "batch_all_triplet",
                "batch_hard_triplet",
                "batch_hard_triplet(positives=easy)",
                "circle",
                "multi_similarity",
                "nt_xent",
                "semi_hard_triplet",
                "supervised_contrastive"
            })
    void theBatchItselfAsReferencesIsTheBatchAlone(String loss) {
        for (boolean masked : new boolean[] {false, true}) {
            Map<String, ReferenceTensor> alone = batch(masked && !loss.startsWith("batch_all"));
            Map<String, ReferenceTensor> referring = new LinkedHashMap<>(alone);
            referring.put("reference", alone.get("embedding"));
            referring.put("reference_target", alone.get("target"));
            Execution.Outcome wanted = run(loss, alone, List.of("embedding"));
            Execution.Outcome got = run(loss, referring, List.of("embedding", "reference"));
            assertEquals(wanted.value().item(), got.value().item(), 1e-12);
            assertArrayEquals(
                    wanted.gradients().get("embedding").toArray(),
                    got.gradients()
                            .get("embedding")
                            .add(got.gradients().get("reference"))
                            .toArray(),
                    1e-12);
        }
    }

    /** A masked example of the batch is no reference either; one behind the batch has no mask. */
    @ParameterizedTest
    @ValueSource(strings = {"batch_hard_triplet", "nt_xent", "supervised_contrastive", "semi_hard_triplet"})
    void maskedExamplesAreNoReferences(String loss) {
        double[] more = {0, 1, 4};
        Map<String, ReferenceTensor> masked = referring(batch(true), more);
        Map<String, ReferenceTensor> left = new LinkedHashMap<>();
        int[] kept = {0, 1, 3, 4, 6};
        left.put("embedding", rows(masked.get("embedding"), kept));
        left.put("target", rows(masked.get("target"), kept));
        int[] references = {0, 1, 3, 4, 6, 7, 8, 9};
        left.put("reference", rows(masked.get("reference"), references));
        left.put("reference_target", rows(masked.get("reference_target"), references));
        assertEquals(
                run(overKept(loss), left, List.of()).value().item(),
                run(overKept(loss), masked, List.of()).value().item(),
                1e-12);
    }

    @Test
    void theOnlyOtherClassMayBeAmongTheReferences() {
        Map<String, ReferenceTensor> inputs = batch(false);
        inputs.put("target", vector(3, 3, 3, 3, 3, 3, 3));
        assertThrows(IllegalArgumentException.class, () -> run("batch_hard_triplet", inputs, List.of()));
        assertTrue(run("batch_hard_triplet", referring(inputs, new double[] {4}), List.of())
                        .value()
                        .item()
                >= 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "reference_target | nt_xent: the input 'reference_target' is missing, wanted [8]: the class of each reference",
                "reference | nt_xent: the input 'reference' is missing, wanted [R, 3] with R of at least 7"
            })
    void referencesHaveClasses(String without, String wanted) {
        Map<String, ReferenceTensor> inputs = referring(batch(false), new double[] {4});
        inputs.remove(without);
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> run("nt_xent", inputs, List.of()));
        assertTrue(error.getMessage().startsWith(wanted), error.getMessage());
    }

    @Test
    void theBatchIsAmongTheReferences() {
        Map<String, ReferenceTensor> inputs = batch(false);
        inputs.put("reference", rows(inputs.get("embedding"), 0, 1));
        inputs.put("reference_target", vector(0, 1));
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> run("nt_xent", inputs, List.of()));
        assertEquals(
                "nt_xent: the input 'reference' has the shape [2, 3], wanted [R, 3] with R of at least 7 for embedding"
                        + " [7, 3]: the batch's own embeddings first, then those to compare it with",
                error.getMessage());
    }

    /** A mask that several terms read along either axis of their pairs: the axes meet through it. */
    @Test
    void axesThatMeetThroughOtherOperationsAreDivided() {
        Objective objective = new CompositeObjective(List.of(
                new CompositeObjective.Term(1, Objective.parse("batch_hard_triplet"), Map.of()),
                new CompositeObjective.Term(
                        1,
                        Objective.parse("supervised_contrastive"),
                        Map.of(
                                "embedding", "other",
                                "target", "other_target",
                                "reference", "other_reference",
                                "reference_target", "other_reference_target"))));
        Map<String, ReferenceTensor> inputs = referring(batch(true), new double[] {0, 1, 4});
        inputs.put("other", inputs.get("embedding"));
        inputs.put("other_target", inputs.get("target"));
        Execution.Outcome wanted = run(objective, inputs, List.of("embedding", "reference", "other"));
        Execution.Outcome got = new EngineExecution(Precision.FLOAT64, new Engine())
                .run(objective, inputs, List.of("embedding", "reference", "other"));
        assertEquals(wanted.value().item(), got.value().item(), 1e-12);
        wanted.gradients()
                .forEach((role, gradient) -> assertArrayEquals(
                        gradient.toArray(), got.gradients().get(role).toArray(), 1e-12));
    }

    private static Execution.Outcome run(String loss, Map<String, ReferenceTensor> inputs, List<String> gradients) {
        return run(Objective.parse(loss), inputs, gradients);
    }

    private static Execution.Outcome run(
            Objective objective, Map<String, ReferenceTensor> inputs, List<String> gradients) {
        return new ReferenceExecution().run(objective, inputs, gradients);
    }

    private static Objective overKept(String loss) {
        return ((LossObjective) Objective.parse(loss)).reduce(ExampleReduction.NONE, BatchReduction.WEIGHTED_MEAN);
    }

    private static Map<String, ReferenceTensor> batch(boolean masked) {
        Map<String, ReferenceTensor> inputs = new LinkedHashMap<>();
        inputs.put("embedding", ReferenceTensor.of(numbers(7, 3, 1), 7, 3));
        inputs.put("target", vector(CLASSES));
        if (masked) {
            inputs.put("mask", vector(MASK));
        }
        return inputs;
    }

    private static Map<String, ReferenceTensor> referring(Map<String, ReferenceTensor> batch, double[] more) {
        Map<String, ReferenceTensor> inputs = new LinkedHashMap<>(batch);
        inputs.put("reference", joined(batch.get("embedding"), numbers(more.length, 3, 2), 3));
        inputs.put("reference_target", joined(batch.get("target"), more, 1));
        return inputs;
    }

    private static ReferenceTensor joined(ReferenceTensor first, double[] more, int width) {
        double[] all = Arrays.copyOf(first.toArray(), first.shape().size() + more.length);
        System.arraycopy(more, 0, all, first.shape().size(), more.length);
        return width == 1 ? vector(all) : ReferenceTensor.of(all, all.length / width, width);
    }

    private static ReferenceTensor rows(ReferenceTensor tensor, int... kept) {
        int width = tensor.shape().size() / tensor.shape().extent(0);
        double[] all = tensor.toArray();
        double[] rows = new double[kept.length * width];
        for (int i = 0; i < kept.length; i++) {
            System.arraycopy(all, kept[i] * width, rows, i * width, width);
        }
        return ReferenceTensor.of(rows, tensor.shape().with(0, kept.length).toArray());
    }

    private static ReferenceTensor vector(double... values) {
        return ReferenceTensor.of(values, values.length);
    }

    private static double[] numbers(int rows, int columns, long seed) {
        return new Random(seed).doubles((long) rows * columns, -2, 2).toArray();
    }
}
