package org.losses4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.losses4j.graph.Program;
import org.losses4j.loss.regression.MeanAbsoluteError;
import org.losses4j.loss.regression.MeanSquaredError;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

class ObjectiveTest {
    private static final Tensor ZEROS = ReferenceTensor.of(new double[12], 2, 3, 2);
    private static final Tensor NUMBERS =
            ReferenceTensor.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 2, 3, 2);
    private static final LossObjective ABSOLUTE = Objective.of((Loss) new MeanAbsoluteError());

    @Test
    void presetsDivideAsTheirPeersDo() {
        Inputs inputs = Inputs.of(NUMBERS, ZEROS);
        assertEquals(78.0 / 12, ABSOLUTE.reduce(Reduction.PYTORCH).value(inputs).item(), 1e-12);
        assertEquals(78.0 / 12, ABSOLUTE.reduce(Reduction.KERAS).value(inputs).item(), 1e-12);
        assertEquals(78.0 / 2, ABSOLUTE.reduce(Reduction.DL4J).value(inputs).item(), 1e-12);
        assertEquals(78.0, ABSOLUTE.reduce(Reduction.SUM).value(inputs).item(), 1e-12);
    }

    @Test
    void presetsDifferInWhatWeightsDivideBy() {
        Inputs inputs = Inputs.of(NUMBERS, ZEROS).with(Role.WEIGHTS, ReferenceTensor.vector(1, 0));
        assertEquals(21.0 / 6, ABSOLUTE.reduce(Reduction.PYTORCH).value(inputs).item(), 1e-12);
        assertEquals(21.0 / 12, ABSOLUTE.reduce(Reduction.KERAS).value(inputs).item(), 1e-12);
        assertEquals(21.0 / 2, ABSOLUTE.reduce(Reduction.DL4J).value(inputs).item(), 1e-12);
    }

    @Test
    void masksByStepAndByElementLeaveTheRestAlone() {
        Tensor steps = ReferenceTensor.matrix(new double[] {1, 0, 0}, new double[] {1, 1, 0});
        assertEquals(
                (1 + 2 + 7 + 8 + 9 + 10) / 6.0,
                ABSOLUTE.value(Inputs.of(NUMBERS, ZEROS).with(Role.MASK, steps)).item(),
                1e-12);
        Tensor elements = ReferenceTensor.of(new double[] {1, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0}, 2, 3, 2);
        assertEquals(
                (1 + (7 + 8) / 2.0) / 2,
                ABSOLUTE.value(Inputs.of(NUMBERS, ZEROS).with(Role.MASK, elements))
                        .item(),
                1e-12);
    }

    /** Of two elements the second, with its weight, is as if it were not there. */
    @Test
    void weightsOfMaskedElementsDoNotCount() {
        for (double hidden : new double[] {3, 0, Double.NaN, Double.POSITIVE_INFINITY}) {
            Tensor weights = ReferenceTensor.matrix(new double[] {1, hidden}, new double[] {4, 6});
            Tensor mask = ReferenceTensor.matrix(new double[] {1, 0}, new double[] {1, 1});
            Inputs inputs = Inputs.of(
                            ReferenceTensor.matrix(new double[] {1, 5}, new double[] {2, 3}),
                            ReferenceTensor.of(new double[4], 2, 2))
                    .with(Role.WEIGHTS, weights)
                    .with(Role.MASK, mask);
            // Examples: 1 of weight 1; (4·2 + 6·3) / 2 = 13 of weight (4 + 6) / 2 = 5.
            assertEquals((1 + 13) / 6.0, weighted(ExampleReduction.MEAN, inputs), 1e-12, "hidden " + hidden);
            assertEquals((1 + 26) / 6.0, weighted(ExampleReduction.SUM, inputs), 1e-12, "hidden " + hidden);
            assertEquals((1 + 26) / 11.0, weighted(ExampleReduction.NONE, inputs), 1e-12, "hidden " + hidden);
            double[] gradient = Program.record(
                            inputs.shapes(),
                            given -> ABSOLUTE.reduce(Reduction.PYTORCH).value(Inputs.of(given)))
                    .withGradient(List.of(Role.PREDICTION))
                    .evaluate(inputs.asMap())
                    .get(1)
                    .toArray();
            assertArrayEquals(new double[] {1 / 6.0, 0, 2 / 6.0, 3 / 6.0}, gradient, 1e-12, "hidden " + hidden);
        }
    }

    /** A weight of an example whose steps are masked in part counts once. */
    @Test
    void weightsOfExamplesCountWhateverIsMaskedWithin() {
        Inputs inputs = Inputs.of(
                        ReferenceTensor.matrix(new double[] {1, 5}, new double[] {2, 3}, new double[] {7, 7}),
                        ReferenceTensor.of(new double[6], 3, 2))
                .with(Role.WEIGHTS, ReferenceTensor.vector(2, 4, Double.NaN))
                .with(Role.MASK, ReferenceTensor.matrix(new double[] {1, 0}, new double[] {1, 1}, new double[] {0, 0}));
        assertEquals((2 + 10) / 6.0, weighted(ExampleReduction.MEAN, inputs), 1e-12);
        assertEquals((2 + 20) / 10.0, weighted(ExampleReduction.NONE, inputs), 1e-12);
    }

    private static double weighted(ExampleReduction example, Inputs inputs) {
        return ABSOLUTE.reduce(example, BatchReduction.WEIGHTED_MEAN)
                .value(inputs)
                .item();
    }

    @Test
    void examplesSharesMakeUpTheValue() {
        Tensor mask = ReferenceTensor.matrix(new double[] {1, 0, 0}, new double[] {1, 1, 0});
        Tensor weights = ReferenceTensor.vector(0.5, 2);
        Inputs inputs = Inputs.of(NUMBERS, ZEROS).with(Role.MASK, mask).with(Role.WEIGHTS, weights);
        for (ExampleReduction example : ExampleReduction.values()) {
            for (BatchReduction batch :
                    List.of(BatchReduction.MEAN, BatchReduction.WEIGHTED_MEAN, BatchReduction.EXAMPLE_MEAN)) {
                LossObjective objective = ABSOLUTE.reduce(example, batch);
                assertEquals(
                        objective.value(inputs).item(),
                        objective.perExample(inputs).mean().item(),
                        1e-12,
                        objective::toString);
            }
            LossObjective sum = ABSOLUTE.reduce(example, BatchReduction.SUM);
            assertEquals(sum.value(inputs).item(), sum.perExample(inputs).sum().item(), 1e-12);
        }
    }

    /** Overlaps of three classes in two examples: both have all of it, and what a squared error has of each. */
    @Test
    void whatClassesHaveInCommonIsEveryExamples() {
        Inputs inputs = Inputs.of(
                ReferenceTensor.matrix(new double[] {1, 0, 1}, new double[] {0, 1, 1}),
                ReferenceTensor.matrix(new double[] {1, 1, 0}, new double[] {0, 1, 1}));
        for (String aggregate : List.of("class", "batch")) {
            for (String batch : List.of("mean", "sum")) {
                Objective overlap = Objective.parse(
                        "objective(loss=dice(from_logits=false, aggregate=" + aggregate + "), batch=" + batch + ")");
                double value = overlap.value(inputs).item();
                assertArrayEquals(
                        new double[] {value}, overlap.perExample(inputs).toArray(), 1e-12);
                Objective sum = new CompositeObjective(
                        List.of(new CompositeObjective.Term(2, overlap), new CompositeObjective.Term(3, ABSOLUTE)));
                assertArrayEquals(
                        new double[] {2 * value + 3 * 2 / 3.0, 2 * value},
                        sum.perExample(inputs).toArray(),
                        1e-12);
            }
        }
    }

    @Test
    void elementsOfAVectorAreItsExamples() {
        Inputs inputs = Inputs.of(ReferenceTensor.vector(1, 2, 6), ReferenceTensor.vector(0, 0, 0));
        assertArrayEquals(new double[] {1, 2, 6}, ABSOLUTE.perExample(inputs).toArray(), 1e-12);
        assertArrayEquals(
                new double[] {1.5, 3, 0},
                ABSOLUTE.perExample(inputs.with(Role.MASK, ReferenceTensor.vector(1, 1, 0)))
                        .toArray(),
                1e-12);
    }

    /** The mean is 1e308 and so is the score of each, but not their sum. */
    @Test
    void sharesOfHugeValuesAreFinite() {
        Inputs inputs = Inputs.of(ReferenceTensor.vector(1e308, 1e308, 1e308), ReferenceTensor.vector(0, 0, 0));
        LossObjective objective = ABSOLUTE.reduce(ExampleReduction.NONE, BatchReduction.EXAMPLE_MEAN);
        assertArrayEquals(
                new double[] {1e308, 1e308, 1e308}, objective.perExample(inputs).toArray(), 1e295);
    }

    @Test
    void oneNumberIsFixedForAllClasses() {
        Inputs inputs = Inputs.of(
                ReferenceTensor.matrix(new double[] {1, 2, 3}, new double[] {0, 1, 0}),
                ReferenceTensor.matrix(new double[] {0, 1, 0}, new double[] {1, 0, 0}));
        LossObjective objective = Objective.of(Losses.of("binary_cross_entropy"));
        Objective one = objective.fix(Role.POS_WEIGHT, 20);
        double each = objective.fix(Role.POS_WEIGHT, 20, 20, 20).value(inputs).item();
        Checks.check(one, inputs);
        assertEquals(each, one.value(inputs).item(), 1e-15);
        assertEquals(each, Objective.of(one.spec()).value(inputs).item(), 1e-15);
        LossObjective none = objective.fix(Role.POS_WEIGHT);
        assertThrows(IllegalArgumentException.class, () -> Checks.check(none, inputs));
    }

    @Test
    void fixedClassWeightsNeedNotBeBrought() {
        LossObjective objective = Objective.of(Losses.of("sparse_categorical_cross_entropy"));
        Inputs inputs = Inputs.of(
                ReferenceTensor.matrix(new double[] {1, 2, 3}, new double[] {0, 1, 0}), ReferenceTensor.vector(0, 1));
        double brought = objective
                .value(inputs.with(Role.CLASS_WEIGHTS, ReferenceTensor.vector(3, 0.5, 1)))
                .item();
        assertEquals(
                brought,
                objective.fix(Role.CLASS_WEIGHTS, 3, 0.5, 1).value(inputs).item(),
                1e-15);
        LossObjective tooFew = objective.fix(Role.CLASS_WEIGHTS, 3, 0.5);
        assertThrows(IllegalArgumentException.class, () -> Checks.check(tooFew, inputs));
        assertThrows(IllegalArgumentException.class, () -> objective.fix(Role.CLASS_WEIGHTS, 3, -0.5, 1));
        assertThrows(IllegalArgumentException.class, () -> objective.fix(Role.TARGET, 1));
    }

    @Test
    void compositesSumOverTheSameAndOverOtherInputs() {
        Objective squared = Objective.of((Loss) new MeanSquaredError());
        CompositeObjective both = new CompositeObjective(List.of(
                new CompositeObjective.Term(1, squared),
                new CompositeObjective.Term(
                        10, ABSOLUTE, Map.of(Role.PREDICTION, "auxiliary", Role.WEIGHTS, "auxiliary_weights"))));
        Inputs inputs = Inputs.of(Map.of(
                "prediction", ReferenceTensor.vector(1, 3),
                "auxiliary", ReferenceTensor.vector(2, 0),
                "target", ReferenceTensor.vector(0, 0)));
        Checks.check(both, inputs);
        assertEquals(5 + 10 * 1.0, both.value(inputs).item(), 1e-12);
        assertEquals(
                List.of("prediction", "target", "weights", "mask", "valid_lengths", "auxiliary", "auxiliary_weights"),
                both.roles().stream().map(Role::name).toList());
        assertThrows(
                IllegalArgumentException.class,
                () -> Checks.check(both, inputs.with("auxilliary", ReferenceTensor.vector(1, 1))));
        assertEquals(
                5 + 0.5 * 2,
                new CompositeObjective(List.of(new CompositeObjective.Term(1, squared)))
                        .plus(0.5, ABSOLUTE)
                        .value(Inputs.of(ReferenceTensor.vector(1, 3), ReferenceTensor.vector(0, 0)))
                        .item(),
                1e-12);
    }

    @Test
    void sumsReduceTheBatchInAllTermsOrInNone() {
        CompositeObjective reduced = new CompositeObjective(List.of(new CompositeObjective.Term(1, ABSOLUTE)));
        LossObjective unreduced = ABSOLUTE.reduce(Reduction.NONE);
        assertThrows(IllegalArgumentException.class, () -> reduced.plus(1, unreduced));
        CompositeObjective nested = new CompositeObjective(List.of(new CompositeObjective.Term(1, reduced)));
        assertThrows(IllegalArgumentException.class, () -> nested.plus(1, unreduced));
    }

    /** [2, 2] and [2] would broadcast, along the wrong axis. */
    @Test
    void unreducedValuesOfSeveralShapesAreNotAdded() {
        LossObjective elements = Objective.of(new MeanSquaredError()).reduce(Reduction.NONE);
        LossObjective rows = elements.reduce(ExampleReduction.MEAN, BatchReduction.NONE);
        ReferenceTensor square = ReferenceTensor.of(new double[] {1, 2, 3, 4}, 2, 2);
        CompositeObjective mixed =
                new CompositeObjective(List.of(new CompositeObjective.Term(1, elements))).plus(1, rows);

        String message = assertThrows(IllegalArgumentException.class, () -> mixed.value(Inputs.of(square, square)))
                .getMessage();

        assertTrue(message.contains("[2, 2] and [2]"), message);
    }

    @Test
    void aliasesNameTheSameRole() {
        LossObjective generator = Objective.of(Losses.of("wasserstein_generator"));
        assertEquals(
                -2,
                generator
                        .value(Inputs.of(Map.of("fake", ReferenceTensor.vector(1, 3))))
                        .item());
        assertTrue(generator.role("fake").name().equals(Role.PREDICTION));
    }
}
