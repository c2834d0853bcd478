package org.losses4j.execution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.losses4j.Checks;
import org.losses4j.CompositeObjective;
import org.losses4j.Inputs;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.PointwiseLoss;
import org.losses4j.Role;
import org.losses4j.engine.Engine;
import org.losses4j.engine.EngineOptions;
import org.losses4j.engine.memory.Elements;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** Prepared objectives compute what their formulas say, and check values as {@link Checks} does. */
class FusedObjectivesTest {
    private static final Layout VECTOR = Layout.rowMajor(Shape.of(3));

    private final FusedObjectives objectives =
            new FusedObjectives(new Engine(new EngineOptions().vectorsFrom(1)), new Programs());

    @Test
    void anExplanationTakesAliases() {
        String explained = objectives.explain(Objective.parse("wasserstein_generator"), Map.of("fake", Shape.of(4, 1)));
        assertTrue(explained.contains("load "), explained);
    }

    /** In a sum the alias of one term's role may be the name of another's. */
    @Test
    void aNameComesBeforeAnAlias() {
        Objective sum = Objective.parse(
                "sum(terms=[term(factor=1.0, objective=objective(loss=gan_generator(saturating=false), example=mean,"
                        + " batch=mean)), term(factor=0.5, objective=objective(loss=gan_discriminator(label_smoothing=0.0), example=mean,"
                        + " batch=mean))])");
        Map<String, Shape> given = Map.of("prediction", Shape.of(4, 1), "real", Shape.of(4, 1), "fake", Shape.of(3, 1));
        assertEquals(given, sum.byRole(given));
    }

    @Test
    void whatIsWantedIsComputed() {
        Objective objective =
                Objective.of((prediction, target) -> prediction.sub(target).square());
        Map<String, Layout> inputs = new LinkedHashMap<>();
        inputs.put("target", VECTOR);
        inputs.put("prediction", VECTOR);
        List<Elements> memory = List.of(elements(1, 1, 1), elements(2, 4, 0));
        assertArrayEquals(
                new double[] {11 / 3.0},
                prepare(objective, Computation.VALUE, inputs, Map.of()).run(memory, List.of()));
        assertArrayEquals(
                new double[] {1, 9, 1},
                prepare(objective, Computation.PER_EXAMPLE, inputs, Map.of()).run(memory, List.of()));
        for (Computation wanted : List.of(Computation.GRADIENTS, Computation.VALUE_AND_GRADIENTS)) {
            Elements gradient = elements(7, 7, 7);
            double[] value = prepare(objective, wanted, inputs, Map.of("prediction", VECTOR))
                    .run(memory, List.of(gradient));
            assertArrayEquals(wanted == Computation.GRADIENTS ? new double[0] : new double[] {11 / 3.0}, value);
            assertArrayEquals(new double[] {2 / 3.0, 2, -2 / 3.0}, gradient.toArray(VECTOR), 1e-15);
        }
    }

    @Test
    void valuesAreCheckedWhereTheyLie() {
        Objective objective = Objective.of(Losses.of("gaussian_nll"));
        Shape shape = Shape.of(2, 3);
        double[] variance = {1, 1, 1, 1, -2, 1};
        Tensor wrong = ReferenceTensor.of(variance, 2, 3);
        Tensor fine = ReferenceTensor.of(new double[6], 2, 3);
        String expected = assertThrows(
                        IllegalArgumentException.class,
                        () -> Checks.check(
                                objective, Inputs.of(Map.of("prediction", fine, "target", fine, "variance", wrong))))
                .getMessage();
        Map<String, Layout> inputs = new LinkedHashMap<>();
        inputs.put("prediction", Layout.rowMajor(shape));
        inputs.put("target", Layout.rowMajor(shape));
        inputs.put("variance", Layout.columnMajor(shape).in(Layout.Storage.BUFFER));
        FusedObjective fused = prepare(objective, Computation.VALUE, inputs, Map.of());
        // One element in front, which is not the tensor's.
        DoubleBuffer columns = DoubleBuffer.wrap(new double[] {-9, 1, 1, 1, -2, 1, 1});
        List<Elements> memory =
                List.of(elements(0, 0, 0, 0, 0, 0), elements(0, 0, 0, 0, 0, 0), Elements.of(columns, 1));
        assertEquals(expected, message(fused, memory));
        assertTrue(expected.contains("at [1, 1]"), expected);
        columns.put(4, 2);
        assertDoesNotThrow(() -> fused.run(memory, List.of()));
    }

    @Test
    void maskedValuesAreNotLookedAt() {
        Objective objective = Objective.of(Losses.of("sparse_categorical_cross_entropy"));
        Map<String, Layout> inputs = new LinkedHashMap<>();
        inputs.put("prediction", Layout.rowMajor(Shape.of(3, 2)));
        inputs.put("target", VECTOR);
        inputs.put("mask", VECTOR);
        FusedObjective fused = prepare(objective, Computation.VALUE, inputs, Map.of());
        List<Elements> padded = List.of(elements(0, 0, 0, 0, 0, 0), elements(0, 1, 99), elements(1, 1, 0));
        assertArrayEquals(new double[] {Math.log(2)}, fused.run(padded, List.of()), 1e-15);
        List<Elements> counted = List.of(padded.get(0), padded.get(1), elements(1, 0, 1));
        assertTrue(message(fused, counted).contains("got 99 at [2]"));
    }

    @Test
    void valuesBeyondTheLengthsAreNotLookedAt() {
        Objective objective = Objective.of(Losses.of("sparse_categorical_cross_entropy"));
        Map<String, Layout> inputs = new LinkedHashMap<>();
        inputs.put("prediction", Layout.rowMajor(Shape.of(2, 3, 2)));
        inputs.put("target", Layout.rowMajor(Shape.of(2, 3)));
        inputs.put("valid_lengths", Layout.rowMajor(Shape.of(2)));
        prepare(objective, Computation.GRADIENTS, inputs, Map.of("prediction", inputs.get("prediction")));
        FusedObjective fused = prepare(objective, Computation.VALUE, inputs, Map.of());
        Elements logits = elements(0, 0, 0, 0, 9, 0, 0, 0, 9, 0, 9, 0);
        Elements target = elements(0, 1, 99, 1, 99, 99);
        assertArrayEquals(
                new double[] {Math.log(2)}, fused.run(List.of(logits, target, elements(2, 1)), List.of()), 1e-15);
        assertTrue(message(fused, List.of(logits, target, elements(3, 1))).contains("got 99 at [0, 2]"));
        List<Elements> tooLong = List.of(logits, elements(0, 1, 0, 1, 0, 0), elements(3, 4));
        assertTrue(message(fused, tooLong).contains("'valid_lengths' must be whole numbers from 0 to 3"));
    }

    @Test
    void termsAreCheckedOnWhatTheyRead() {
        CompositeObjective.Term second = new CompositeObjective.Term(
                2, Objective.of(Losses.of("hinge")), Map.of("prediction", "margin", "target", "sign"));
        Objective sum = new CompositeObjective(
                List.of(new CompositeObjective.Term(1, Objective.of(Losses.of("mean_squared_error"))), second));
        Map<String, Layout> inputs = new LinkedHashMap<>();
        List.of("sign", "margin", "prediction", "target").forEach(role -> inputs.put(role, VECTOR));
        FusedObjective fused = prepare(sum, Computation.VALUE, inputs, Map.of());
        Elements free = elements(0.5, 3, -7);
        Elements signs = elements(-1, 1, 1);
        assertDoesNotThrow(() -> fused.run(List.of(signs, free, free, free), List.of()));
        assertTrue(message(fused, List.of(free, signs, signs, signs)).contains("hinge: the input 'target'"));
    }

    @Test
    void aLossIsAskedForItsOwnCheck() {
        List<double[]> seen = new ArrayList<>();
        Objective objective = Objective.of(new Asking(seen));
        FusedObjective fused =
                prepare(objective, Computation.VALUE, Map.of("prediction", VECTOR, "target", VECTOR), Map.of());
        fused.run(List.of(elements(1, 2, 3), elements(1, 2, 3)), List.of());
        assertEquals(
                "[[1.0, 2.0, 3.0]]",
                seen.stream().map(Arrays::toString).toList().toString());
    }

    @Test
    void shapesAreCheckedWhenPrepared() {
        Objective objective = Objective.of(Losses.of("mean_squared_error"));
        Map<String, Layout> inputs = Map.of("prediction", VECTOR, "target", Layout.rowMajor(Shape.of(4)));
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class, () -> prepare(objective, Computation.VALUE, inputs, Map.of()));
        assertTrue(error.getMessage().contains("[4], wanted [3]"), error.getMessage());
    }

    @Test
    void whatTheEngineDoesNotTakeIsNotPrepared() {
        Objective objective = Objective.parse("dice(exclusive=true)");
        Layout layout = Layout.rowMajor(Shape.of(4, 3, 2));
        Map<String, Layout> inputs = new LinkedHashMap<>();
        objective.roles().stream().filter(role -> !role.optional()).forEach(role -> inputs.put(role.name(), layout));
        assertEquals(
                Optional.empty(),
                objectives.prepare(
                        objective,
                        Computation.VALUE_AND_GRADIENTS,
                        Precision.FLOAT64,
                        inputs,
                        Map.of("prediction", layout)));
    }

    private FusedObjective prepare(
            Objective objective, Computation wanted, Map<String, Layout> inputs, Map<String, Layout> gradients) {
        return objectives
                .prepare(objective, wanted, Precision.FLOAT64, inputs, gradients)
                .orElseThrow();
    }

    private static String message(FusedObjective fused, List<Elements> inputs) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, () -> fused.run(inputs, List.of()))
                .getMessage());
    }

    private static Elements elements(double... values) {
        return Elements.of(values, 0);
    }

    private record Asking(List<double[]> seen) implements PointwiseLoss {
        @Override
        public Tensor formula(Tensor prediction, Tensor target) {
            return prediction.sub(target);
        }

        @Override
        public Optional<Consumer<Inputs>> valueCheck() {
            return Optional.of(inputs -> seen.add(inputs.get(Role.TARGET).toArray()));
        }
    }
}
