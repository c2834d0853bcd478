package org.losses4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.engine.internal.ir.Formula;
import org.losses4j.engine.internal.ir.TermOp;
import org.losses4j.engine.internal.run.KernelTiers;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.graph.Graph;
import org.losses4j.graph.Program;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** Choices within choices by the same condition, of which only those may go that nothing else depends on. */
class GuardedChoicesTest {
    private static final double[] NUMBERS = {
        0, -0.0, 1, -1, 0.5, 1e-13, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 3, -7, 2e-12
    };

    static Stream<Arguments> formulas() {
        return Stream.of(
                formula(
                        "both sides",
                        1,
                        x -> positive(x)
                                .where(
                                        positive(x).where(x, 1).log(),
                                        positive(x).where(1, x).abs())),
                formula(
                        "the other side",
                        1,
                        x -> positive(x).where(0, positive(x).where(1, x).expm1())),
                formula(
                        "through other choices",
                        2,
                        x -> positive(x)
                                .where(
                                        x.greater(2)
                                                .where(positive(x).where(x, 1).log(), 5),
                                        0)),
                formula("used without the condition too", 2, x -> {
                    Tensor safe = positive(x).where(x, 1);
                    return positive(x).where(safe.log(), 0).add(safe);
                }),
                formula("used on both sides", 2, x -> {
                    Tensor safe = positive(x).where(x, 1);
                    return positive(x).where(safe.log(), safe.square());
                }),
                formula(
                        "another condition",
                        2,
                        x -> x.greater(1).where(positive(x).where(x, 1).log(), 0)),
                formula(
                        "a sum within",
                        2,
                        x -> positive(x).where(positive(x).where(x, 1).log().sum(1, true), 0)),
                formula(
                        "a maximum within",
                        2,
                        x -> positive(x).where(positive(x).where(x, 1).max(1, true), 0)),
                formula("a choice as the condition", 3, x -> {
                    Tensor chosen = positive(x).where(x.greater(2), 1);
                    return chosen.where(positive(x).where(chosen.where(x, 1).log(), 0), 2);
                }));
    }

    private static Arguments formula(String name, int choices, UnaryOperator<Tensor> formula) {
        return Arguments.of(name, choices, formula);
    }

    private static Tensor positive(Tensor x) {
        return x.greater(0);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("formulas")
    void onlyChoicesGoThatNothingElseDependsOn(String name, int choices, UnaryOperator<Tensor> formula) {
        List<Formula> lowered = new ArrayList<>();
        Engine engine = new Engine(new EngineOptions().vectorsFrom(1), KernelTiers::byTrials, (pass, result) -> {
            if (pass.equals("lowering")) {
                lowered.add((Formula) result);
            }
        });
        new EngineRun(engine, Precision.FLOAT64, Layout::rowMajor)
                .run(program(formula).value(), inputs());
        assertEquals(
                choices,
                lowered.get(0).reachable().stream()
                        .filter(term -> term.op() instanceof TermOp.Choice)
                        .count(),
                lowered::toString);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("formulas")
    void resultsAreThoseOfTheFormulaAsItIsWritten(String name, int choices, UnaryOperator<Tensor> formula) {
        Graph graph = program(formula).withGradient(List.of("x"));
        for (EngineOptions.Vectors vectors : EngineOptions.Vectors.values()) {
            Engine engine =
                    new Engine(new EngineOptions().vectorsFrom(1).with(vectors).warmUp(false));
            new EngineRun(engine, Precision.FLOAT64, Layout::rowMajor).check(graph, inputs(), 1e-12);
        }
    }

    private static Program program(UnaryOperator<Tensor> formula) {
        return Program.record(
                Map.of("x", Shape.of(6, 2)), inputs -> formula.apply(Objects.requireNonNull(inputs.get("x"))));
    }

    private static Map<String, ReferenceTensor> inputs() {
        return Map.of("x", ReferenceTensor.of(NUMBERS, 6, 2));
    }
}
