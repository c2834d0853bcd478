package org.losses4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.losses4j.graph.Graph;
import org.losses4j.graph.Program;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** Weights, masks and reductions on small numbers, worked out on paper. */
class UnitValuesTest {
    private static final double NAN = Double.NaN;

    /** The prediction itself, so that values are inputs. */
    private static final PointwiseLoss ELEMENTS = (prediction, target) -> prediction.add(target);

    /** The sum along the classes and the number of the row, which counts as its weight where there are weights of classes. */
    private record Rows(int axis) implements Loss {
        @Override
        public List<Role> roles() {
            return List.of(
                    Role.prediction(),
                    Role.given(Role.TARGET, Role.ShapeRule.ROWS),
                    Role.given("extra", Role.ShapeRule.BATCH).orNone(),
                    Role.given(Role.CLASS_WEIGHTS, Role.ShapeRule.CLASSES).orNone());
        }

        @Override
        public Tensor formula(Inputs inputs) {
            Tensor rows = inputs.get(Role.PREDICTION)
                    .sum(axis, false)
                    .add(inputs.get(Role.TARGET).mul(100));
            return inputs.find("extra")
                    .map(extra ->
                            rows.add(extra.sumAfter(1).alignLeft(rows.shape().rank())))
                    .orElse(rows);
        }

        @Override
        public Optional<Tensor> unitWeights(Inputs inputs) {
            return inputs.find(Role.CLASS_WEIGHTS)
                    .map(weights -> inputs.get(Role.TARGET).mul(weights.sum()));
        }

        @Override
        public OptionalInt classAxis() {
            return OptionalInt.of(axis);
        }

        @Override
        public LossDescription description() {
            return LossDescription.of(Task.REGRESSION, "", "", Activation.IDENTITY, "");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 3", "2, 0", "0, 0"})
    void nothingIsZero(int rows, int columns) {
        Tensor none = ReferenceTensor.of(new double[0], rows, columns);
        Inputs inputs = Inputs.of(Map.of(Role.PREDICTION, none, Role.TARGET, none));
        assertEquals(0, Objective.of(ELEMENTS).value(inputs).item());
    }

    @ParameterizedTest
    @CsvSource({
        // Rows of means 2 and 5.
        "MEAN, MEAN, 3.5",
        "MEAN, WEIGHTED_MEAN, 3.5",
        "MEAN, EXAMPLE_MEAN, 3.5",
        "MEAN, SUM, 7",
        "SUM, MEAN, 10.5",
        "SUM, WEIGHTED_MEAN, 10.5",
        "SUM, EXAMPLE_MEAN, 10.5",
        "SUM, SUM, 21",
        "NONE, MEAN, 3.5",
        "NONE, WEIGHTED_MEAN, 3.5",
        "NONE, EXAMPLE_MEAN, 10.5",
        "NONE, SUM, 21"
    })
    void ofAMatrix(ExampleReduction example, BatchReduction batch, double expected) {
        assertEquals(expected, value(ELEMENTS, example, batch, matrix(), Map.of()), 1e-12);
    }

    @ParameterizedTest
    @CsvSource({
        // The first row is 1, 2 with weight 2 (3 is masked), the second 4, 5, 6 with weight 1.
        "MEAN, MEAN, 4",
        "MEAN, WEIGHTED_MEAN, 2.6666666666666665",
        "MEAN, EXAMPLE_MEAN, 4",
        "MEAN, SUM, 8",
        "SUM, MEAN, 10.5",
        "SUM, WEIGHTED_MEAN, 7",
        "SUM, EXAMPLE_MEAN, 10.5",
        "SUM, SUM, 21",
        "NONE, MEAN, 4.2",
        "NONE, WEIGHTED_MEAN, 3",
        "NONE, EXAMPLE_MEAN, 10.5",
        "NONE, SUM, 21"
    })
    void ofAWeightedAndMaskedMatrix(ExampleReduction example, BatchReduction batch, double expected) {
        Map<String, Tensor> more = Map.of(
                Role.WEIGHTS, ReferenceTensor.vector(2, 1),
                Role.MASK, ReferenceTensor.matrix(new double[] {1, 1, 0}, new double[] {1, 1, 1}));
        assertEquals(expected, value(ELEMENTS, example, batch, matrix(), more), 1e-12);
    }

    @ParameterizedTest
    @CsvSource({
        // Without 3, 5 and 6: rows of 1, 2 and of 4.
        "MEAN, MEAN, 2.75",
        "MEAN, EXAMPLE_MEAN, 2.75",
        "SUM, MEAN, 3.5",
        "SUM, SUM, 7",
        "NONE, MEAN, 2.3333333333333333",
        "NONE, WEIGHTED_MEAN, 2.3333333333333333",
        "NONE, EXAMPLE_MEAN, 3.5"
    })
    void ofPaddedRows(ExampleReduction example, BatchReduction batch, double expected) {
        Map<String, Tensor> more = Map.of(Role.VALID_LENGTHS, ReferenceTensor.vector(2, 1));
        assertEquals(expected, value(ELEMENTS, example, batch, matrix(), more), 1e-12);
    }

    @ParameterizedTest
    @CsvSource({
        // The mask leaves 1, 3, 5 and 6, the lengths 2, 3 and 5.
        "MEAN, MEAN, 4",
        "MEAN, SUM, 8",
        "SUM, WEIGHTED_MEAN, 4",
        "NONE, MEAN, 4",
        "NONE, SUM, 8",
        "NONE, EXAMPLE_MEAN, 4"
    })
    void ofPaddedAndMaskedRows(ExampleReduction example, BatchReduction batch, double expected) {
        Map<String, Tensor> more = Map.of(
                Role.VALID_LENGTHS,
                ReferenceTensor.vector(3, 2),
                Role.MASK,
                ReferenceTensor.matrix(new double[] {0, 0, 1}, new double[] {0, 1, 1}));
        assertEquals(expected, value(ELEMENTS, example, batch, matrix(), more), 1e-12);
    }

    @Test
    void ofRowsWithoutASingleStep() {
        Map<String, Tensor> half = Map.of(Role.VALID_LENGTHS, ReferenceTensor.vector(0, 3));
        assertEquals(5, value(ELEMENTS, ExampleReduction.MEAN, BatchReduction.MEAN, matrix(), half), 1e-12);
        assertEquals(2.5, value(ELEMENTS, ExampleReduction.MEAN, BatchReduction.EXAMPLE_MEAN, matrix(), half), 1e-12);
        Map<String, Tensor> none = Map.of(Role.VALID_LENGTHS, ReferenceTensor.vector(0, 0));
        assertEquals(0, value(ELEMENTS, ExampleReduction.MEAN, BatchReduction.MEAN, matrix(), none));
    }

    /** [2, 3, 4] with the classes in the middle: units [2, 4], of which 2 and 1 are steps before the padding. */
    @Test
    void stepsAreTheSecondAxisOfTheUnitsWhereverTheClassesAre() {
        Tensor prediction = ReferenceTensor.of(new double[24], 2, 3, 4).add(1);
        Inputs inputs = Inputs.of(Map.of(
                Role.PREDICTION,
                prediction,
                Role.TARGET,
                ReferenceTensor.matrix(new double[] {1, 2, 3, NAN}, new double[] {4, NAN, 6, 7}),
                Role.VALID_LENGTHS,
                ReferenceTensor.vector(2, 1)));
        LossObjective objective = Objective.of(new Rows(1)).reduce(Reduction.NONE);
        assertArrayEquals(
                new double[] {103, 203, 0, 0, 403, 0, 0, 0},
                objective.value(inputs).toArray());
        assertEquals(709 / 3.0, objective.reduce(Reduction.MEAN).value(inputs).item(), 1e-12);
    }

    @Test
    void ofWhatIsNotReduced() {
        LossObjective objective = Objective.of(ELEMENTS).reduce(ExampleReduction.NONE, BatchReduction.NONE);
        Map<String, Tensor> inputs = inputs(matrix(), Map.of());
        inputs.put(Role.WEIGHTS, ReferenceTensor.vector(2, 1));
        inputs.put(Role.MASK, ReferenceTensor.matrix(new double[] {1, 0, 1}, new double[] {0, 1, 1}));
        Tensor values = objective.value(Inputs.of(inputs));
        assertEquals(Shape.of(2, 3), values.shape());
        assertArrayEquals(new double[] {2, 0, 6, 0, 5, 6}, values.toArray());
        assertArrayEquals(
                new double[] {8, 11}, objective.perExample(Inputs.of(inputs)).toArray());
        Tensor means =
                objective.reduce(ExampleReduction.MEAN, BatchReduction.NONE).value(Inputs.of(inputs));
        assertArrayEquals(new double[] {4, 5.5}, means.toArray());
    }

    @Test
    void ofASingleNumber() {
        ReferenceTensor four = ReferenceTensor.scalar(4);
        for (BatchReduction batch : BatchReduction.values()) {
            for (ExampleReduction example : ExampleReduction.values()) {
                String where = example + ", " + batch;
                assertEquals(4, value(ELEMENTS, example, batch, four, Map.of()), where);
                LossObjective objective = Objective.of(ELEMENTS).reduce(example, batch);
                Tensor shares = objective.perExample(Inputs.of(inputs(four, Map.of())));
                assertEquals(Shape.of(1), shares.shape(), where);
                assertEquals(4, shares.item(), where);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"MEAN", "SUM", "NONE"})
    void ofAVectorWhoseElementsAreExamples(ExampleReduction example) {
        ReferenceTensor vector = ReferenceTensor.vector(1, 2, 6);
        Map<String, Tensor> more =
                Map.of(Role.WEIGHTS, ReferenceTensor.vector(1, 3, 5), Role.MASK, ReferenceTensor.vector(1, 1, 0));
        LossObjective objective = Objective.of(ELEMENTS);
        LossObjective sum = objective.reduce(example, BatchReduction.SUM);
        double divisor = example == ExampleReduction.MEAN ? 2 : 1;
        assertEquals(7 / divisor, sum.value(Inputs.of(inputs(vector, more))).item(), 1e-12);
        assertArrayEquals(
                new double[] {1 / divisor, 6 / divisor, 0},
                sum.perExample(Inputs.of(inputs(vector, more))).toArray(),
                1e-12);
        double all = example == ExampleReduction.MEAN ? 3 : 1;
        assertArrayEquals(
                new double[] {1 / all, 2 / all, 6 / all},
                sum.perExample(Inputs.of(inputs(vector, Map.of()))).toArray(),
                1e-12);
    }

    @ParameterizedTest
    @CsvSource({"MEAN, 3.5, 2, 5", "SUM, 7, 2, 5", "EXAMPLE_MEAN, 3.5, 2, 5", "WEIGHTED_MEAN, 3.5, 2, 5"})
    void ofShares(BatchReduction batch, double value, double first, double second) {
        LossObjective objective = Objective.of(ELEMENTS).reduce(ExampleReduction.MEAN, batch);
        Inputs inputs = Inputs.of(inputs(matrix(), Map.of()));
        assertEquals(value, objective.value(inputs).item(), 1e-12);
        assertArrayEquals(
                new double[] {first, second}, objective.perExample(inputs).toArray(), 1e-12);
    }

    /** Steps [2, 2] of 3 elements each: sums by example are 6 + 15 and 24 + 33. */
    @Test
    void ofSteps() {
        ReferenceTensor steps = ReferenceTensor.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 2, 2, 3);
        LossObjective sums = Objective.of(ELEMENTS).reduce(ExampleReduction.SUM, BatchReduction.EXAMPLE_MEAN);
        Inputs inputs = Inputs.of(inputs(steps, Map.of()));
        assertEquals(78 / 2.0, sums.value(inputs).item(), 1e-12);
        assertArrayEquals(new double[] {21, 57}, sums.perExample(inputs).toArray(), 1e-12);
        LossObjective means = sums.reduce(ExampleReduction.MEAN, BatchReduction.MEAN);
        assertEquals(6.5, means.value(inputs).item(), 1e-12);
        // One mask for the steps of both examples leaves the first of each.
        Inputs masked = inputs.with(Role.MASK, ReferenceTensor.matrix(new double[] {1, 0}));
        assertEquals((2 + 8) / 2.0, means.value(masked).item(), 1e-12);
        assertArrayEquals(new double[] {2, 8}, means.perExample(masked).toArray(), 1e-12);
    }

    @Test
    void ofNothingAtAll() {
        for (ExampleReduction example : ExampleReduction.values()) {
            for (BatchReduction batch : BatchReduction.values()) {
                if (batch != BatchReduction.NONE) {
                    String where = example + ", " + batch;
                    Map<String, Tensor> masked = Map.of(Role.MASK, ReferenceTensor.vector(0, 0));
                    assertEquals(0, value(ELEMENTS, example, batch, matrix(), masked), where);
                    Map<String, Tensor> weightless = Map.of(Role.WEIGHTS, ReferenceTensor.vector(0, 0));
                    assertEquals(0, value(ELEMENTS, example, batch, matrix(), weightless), where);
                }
            }
        }
    }

    /** Rows 6 and 15, and their numbers 1 and 3 as weights of their own, twice. */
    @Test
    void ofWeightsThatTheTargetGives() {
        Loss loss = new Rows(-1);
        Map<String, Tensor> more = new LinkedHashMap<>();
        more.put(Role.TARGET, ReferenceTensor.vector(1, 3));
        more.put(Role.CLASS_WEIGHTS, ReferenceTensor.vector(1, 0.5, 0.5));
        assertEquals((106 + 315) / 8.0, value(loss, BatchReduction.WEIGHTED_MEAN, more), 1e-12);
        assertEquals((106 + 315) / 2.0, value(loss, BatchReduction.MEAN, more), 1e-12);
        more.put(Role.WEIGHTS, ReferenceTensor.vector(10, 1));
        assertEquals((1060 + 315) / (2 * 10 + 6 * 1.0), value(loss, BatchReduction.WEIGHTED_MEAN, more), 1e-12);
        assertEquals((1060 + 315) / 2.0, value(loss, BatchReduction.MEAN, more), 1e-12);
        more.put(Role.MASK, ReferenceTensor.vector(0, 1));
        assertEquals(315 / 6.0, value(loss, BatchReduction.WEIGHTED_MEAN, more), 1e-12);
        assertEquals(315.0, value(loss, BatchReduction.MEAN, more), 1e-12);
        assertEquals(315 / 2.0, value(loss, BatchReduction.EXAMPLE_MEAN, more), 1e-12);
    }

    @Test
    void ofTargetsWithATrailingAxis() {
        for (Shape shape : List.of(Shape.of(2), Shape.of(2, 1))) {
            Map<String, Tensor> more = Map.of(Role.TARGET, ReferenceTensor.of(new double[] {1, 3}, shape.toArray()));
            assertEquals((106 + 315) / 2.0, value(new Rows(-1), BatchReduction.MEAN, more), 1e-12);
        }
        // Classes in the middle.
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put(Role.PREDICTION, ReferenceTensor.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 2));
        inputs.put(Role.TARGET, ReferenceTensor.of(new double[] {1, 0, 0, 0}, 2, 1, 2));
        assertArrayEquals(
                new double[] {104, 6, 12, 14},
                Objective.of(new Rows(1))
                        .reduce(Reduction.NONE)
                        .value(Inputs.of(inputs))
                        .toArray());
    }

    /** Behind a mask nothing shows, in the value and in the gradient; beside it everything does. */
    @Test
    void ofWhatIsBehindAMask() {
        double[] mask = {1, 0, 0, 1};
        double[][] layouts = {{1, NAN, 3, NAN, NAN, 6, NAN, 8}, {1, 2, NAN, NAN, NAN, NAN, 7, 8}};
        for (int axis = 1; axis <= 2; axis++) {
            Map<String, Tensor> inputs = new LinkedHashMap<>();
            inputs.put(Role.PREDICTION, ReferenceTensor.of(layouts[axis - 1], 2, 2, 2));
            inputs.put(Role.TARGET, ReferenceTensor.of(new double[] {1, NAN, NAN, 2}, 2, 2));
            inputs.put(Role.MASK, ReferenceTensor.of(mask, 2, 2));
            inputs.put(Role.CLASS_WEIGHTS, ReferenceTensor.vector(0, 1));
            // Squares, whose gradient would be NaN.
            Loss rows = new Squared(new Rows(axis));
            double first = 100 + (axis == 1 ? 4 : 3);
            double last = 200 + (axis == 1 ? 14 : 15);
            List<Tensor> results = results(Objective.of(rows), inputs);
            assertEquals((first * first + last * last) / 2, results.get(0).item(), 1e-9);
            double[] gradient = results.get(1).toArray();
            for (int i = 0; i < 8; i++) {
                boolean inFirst = axis == 1 ? i == 0 || i == 2 : i < 2;
                boolean inLast = axis == 1 ? i == 5 || i == 7 : i > 5;
                assertEquals(inFirst ? first : inLast ? last : 0, gradient[i], 1e-9, "axis " + axis + ", " + i);
            }
        }
    }

    /** What is not of the mask's units is left as it is. */
    @Test
    void ofInputsThatTheMaskDoesNotReach() {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put(Role.PREDICTION, ReferenceTensor.of(new double[12], 2, 3, 2));
        inputs.put(Role.TARGET, ReferenceTensor.of(new double[6], 2, 3));
        inputs.put(Role.MASK, ReferenceTensor.matrix(new double[] {1, 1, 0}, new double[] {1, 0, 0}));
        LossObjective sum = Objective.of(new Rows(-1)).reduce(Reduction.NONE);
        // For each example one number, and four.
        inputs.put("extra", ReferenceTensor.vector(5, 7));
        assertArrayEquals(
                new double[] {5, 5, 0, 7, 0, 0}, sum.value(Inputs.of(inputs)).toArray());
        inputs.put("extra", ReferenceTensor.of(new double[] {1, 2, 3, 4, 10, 20, 30, 40}, 2, 4));
        assertArrayEquals(
                new double[] {10, 10, 0, 100, 0, 0},
                sum.value(Inputs.of(inputs)).toArray());
        // As many as there are units: those of masked ones are 0.5.
        inputs.put("extra", ReferenceTensor.of(new double[] {1, 2, 3, 10, 20, 30}, 2, 3));
        assertArrayEquals(
                new double[] {3.5, 3.5, 0, 11, 0, 0},
                sum.value(Inputs.of(inputs)).toArray());
        // By example, which reaches all that examples have.
        inputs.put(Role.MASK, ReferenceTensor.vector(0, 1));
        assertArrayEquals(
                new double[] {0, 0, 0, 60, 60, 60}, sum.value(Inputs.of(inputs)).toArray());
    }

    /** As many classes as examples: the weights of classes are nobody's to mask. */
    @Test
    void ofWeightsOfClassesBesideAMask() {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put(Role.PREDICTION, ReferenceTensor.matrix(new double[] {1, 2}, new double[] {3, 4}));
        inputs.put(Role.TARGET, ReferenceTensor.vector(1, 2));
        inputs.put(Role.CLASS_WEIGHTS, ReferenceTensor.vector(1, 3));
        inputs.put(Role.MASK, ReferenceTensor.vector(0, 1));
        LossObjective mean = Objective.of(new Rows(-1)).reduce(Reduction.PYTORCH);
        assertEquals(207 / 8.0, mean.value(Inputs.of(inputs)).item(), 1e-12);
        inputs.put(Role.WEIGHTS, ReferenceTensor.vector(5, 10));
        assertEquals(2070 / 80.0, mean.value(Inputs.of(inputs)).item(), 1e-12);
    }

    @Test
    void ofMasksWithAxesOfExtentOne() {
        for (int[] extents : new int[][] {{2}, {2, 1}, {2, 1, 1}}) {
            Map<String, Tensor> more = Map.of(
                    Role.MASK, ReferenceTensor.of(new double[] {0, 1}, extents),
                    Role.WEIGHTS, ReferenceTensor.of(new double[] {NAN, 3}, extents));
            assertEquals(15, value(ELEMENTS, ExampleReduction.MEAN, BatchReduction.SUM, matrix(), more), 1e-12);
        }
    }

    /** The square of another loss's values. */
    private record Squared(Rows rows) implements Loss {
        @Override
        public List<Role> roles() {
            return rows.roles();
        }

        @Override
        public Tensor formula(Inputs inputs) {
            return rows.formula(inputs).square();
        }

        @Override
        public OptionalInt classAxis() {
            return rows.classAxis();
        }

        @Override
        public LossDescription description() {
            return rows.description();
        }
    }

    private static List<Tensor> results(LossObjective objective, Map<String, Tensor> inputs) {
        Graph graph = Program.record(Inputs.of(inputs).shapes(), given -> objective.value(Inputs.of(given)))
                .withGradient(List.of(Role.PREDICTION));
        return graph.evaluate(inputs);
    }

    private static ReferenceTensor matrix() {
        return ReferenceTensor.matrix(new double[] {1, 2, 3}, new double[] {4, 5, 6});
    }

    /** The prediction, and whether it counts. */
    private record Some() implements Loss {
        @Override
        public List<Role> roles() {
            return List.of(Role.prediction(), Role.target());
        }

        @Override
        public Tensor formula(Inputs inputs) {
            return inputs.get(Role.PREDICTION);
        }

        @Override
        public boolean coupled() {
            return true;
        }

        @Override
        public Optional<Tensor> countedUnits(Inputs inputs) {
            return Optional.of(inputs.get(Role.TARGET));
        }

        @Override
        public LossDescription description() {
            return LossDescription.of(Task.REGRESSION, "", "", Activation.IDENTITY, "");
        }
    }

    @Test
    void ofUnitsThatDoNotCount() {
        Tensor prediction = ReferenceTensor.vector(1, NAN, 5, 7);
        Map<String, Tensor> counted = Map.of(Role.TARGET, ReferenceTensor.vector(1, 0, 1, 1));
        Map<String, Tensor> masked = Map.of(
                Role.TARGET, ReferenceTensor.vector(1, 0, 1, 1),
                Role.MASK, ReferenceTensor.vector(1, 1, 0, 1),
                Role.WEIGHTS, ReferenceTensor.vector(1, 1, 1, 3));
        assertEquals(13, some(BatchReduction.SUM, prediction, counted), 1e-12);
        assertEquals(13.0 / 3, some(BatchReduction.MEAN, prediction, counted), 1e-12);
        assertEquals(13.0 / 3, some(BatchReduction.WEIGHTED_MEAN, prediction, counted), 1e-12);
        assertEquals(13.0 / 4, some(BatchReduction.EXAMPLE_MEAN, prediction, counted), 1e-12);
        assertEquals(22.0 / 2, some(BatchReduction.MEAN, prediction, masked), 1e-12);
        assertEquals(22.0 / 4, some(BatchReduction.WEIGHTED_MEAN, prediction, masked), 1e-12);
        assertEquals(
                0, some(BatchReduction.MEAN, prediction, Map.of(Role.TARGET, ReferenceTensor.vector(0, 0, 0, 0))), 0);
    }

    /** Another shape may fit the mask by chance, and be masked along the wrong axis. */
    @Test
    void ofAFormulaThatReducesToo() {
        Tensor prediction = matrix();
        Map<String, Tensor> inputs = inputs(prediction, Map.of());
        PointwiseLoss mean = (x, target) -> x.sub(target).mean(0, false);
        IllegalArgumentException elements = assertThrows(
                IllegalArgumentException.class, () -> Objective.of(mean).value(Inputs.of(inputs)));
        assertEquals(
                "custom_loss: its formula gives the shape [3], wanted [2, 3], a number for each element of prediction"
                        + " [2, 3]; leave sums and means over elements and the batch to the objective's reduction",
                elements.getMessage());
        IllegalArgumentException rows = assertThrows(
                IllegalArgumentException.class,
                () -> value(new SumOverRows(), BatchReduction.MEAN, Map.of(Role.TARGET, prediction)));
        assertEquals(
                "sum_over_rows: its formula gives the shape [3], wanted [2], a number for each row of prediction"
                        + " [2, 3]; leave sums and means over the batch to the objective's reduction",
                rows.getMessage());
    }

    @Test
    void ofAFormulaWithoutAResult() {
        PointwiseLoss nothing = (x, target) -> null;
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> Objective.of(nothing).value(Inputs.of(inputs(matrix(), Map.of()))));
        assertEquals(
                "custom_loss: its formula gives null, wanted a tensor computed from its inputs", error.getMessage());
    }

    private record SumOverRows() implements RowLoss {
        @Override
        public int axis() {
            return -1;
        }

        @Override
        public List<Role> roles() {
            return List.of(Role.prediction(), Role.target());
        }

        @Override
        public Tensor formula(Inputs inputs) {
            return inputs.get(Role.PREDICTION).sum(0, false);
        }

        @Override
        public LossDescription description() {
            return ELEMENTS.description();
        }
    }

    private static double some(BatchReduction batch, Tensor prediction, Map<String, Tensor> more) {
        return value(new Some(), ExampleReduction.MEAN, batch, prediction, more);
    }

    /** With a target of zeros, unless another one is given. */
    private static Map<String, Tensor> inputs(Tensor prediction, Map<String, Tensor> more) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put(Role.PREDICTION, prediction);
        inputs.put(Role.TARGET, prediction.mul(0));
        inputs.putAll(more);
        return inputs;
    }

    private static double value(Loss loss, BatchReduction batch, Map<String, Tensor> more) {
        return value(loss, ExampleReduction.NONE, batch, matrix(), more);
    }

    private static double value(
            Loss loss, ExampleReduction example, BatchReduction batch, Tensor prediction, Map<String, Tensor> more) {
        return Objective.of(loss)
                .reduce(example, batch)
                .value(Inputs.of(inputs(prediction, more)))
                .item();
    }
}
