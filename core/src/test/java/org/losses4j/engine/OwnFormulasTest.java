package org.losses4j.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.graph.Graph;
import org.losses4j.graph.Program;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** Formulas as no loss of the catalogue has them, but a user may. */
class OwnFormulasTest {
    private static Graph graph(Shape shape, UnaryOperator<Tensor> formula) {
        return Program.record(Map.of("x", shape), inputs -> formula.apply(Objects.requireNonNull(inputs.get("x"))))
                .withGradient(List.of("x"));
    }

    private static EngineOptions options(EngineOptions.Vectors vectors) {
        return new EngineOptions().vectorsFrom(1).with(vectors).warmUp(false);
    }

    /** The logarithm of 1 + x takes less work where x is never negative, so that the sign of numbers given to a kernel matters. */
    @ParameterizedTest
    @EnumSource
    void aFormulaTakesNoKernelOfOneWhoseNumbersAreNeverNegative(EngineOptions.Vectors vectors) {
        Map<String, ReferenceTensor> inputs =
                Map.of("x", ReferenceTensor.of(new double[] {-3, -2, -1, -0.5, -0.25, 1, -4, -7}, 4, 2));
        Shape shape = Shape.of(4, 2);
        for (Precision precision : Precision.values()) {
            EngineRun run = new EngineRun(new Engine(options(vectors)), precision, Layout::rowMajor);
            run.run(graph(shape, x -> x.maximum(x.mean().abs()).log1p()), inputs);
            run.check(graph(shape, x -> x.maximum(x.mean()).log1p()), inputs, 1e-6);
            run.run(graph(shape, x -> x.abs().minimum(x.mean().abs())), inputs);
            run.check(graph(shape, x -> x.abs().minimum(x.mean())), inputs, 1e-6);
        }
    }

    /** A quotient of exponentials in the place of the exponential of a difference needs one that is 1. */
    @ParameterizedTest
    @EnumSource
    void aSoftmaxOfFarDistancesIsNotDividedByALostSum(EngineOptions.Vectors vectors) {
        Graph value = Program.record(Map.of("x", Shape.of(1, 3)), inputs -> {
                    Tensor near = Objects.requireNonNull(inputs.get("x")).abs().neg();
                    return near.sub(near.exp().sum(1, true).log()).exp();
                })
                .value();
        EngineRun run = new EngineRun(new Engine(options(vectors)), Precision.FLOAT32, Layout::rowMajor);
        double[] got = run.run(value, Map.of("x", ReferenceTensor.of(new double[] {90, 90.5, 91}, 1, 3)))
                .get(0);
        // e^0, e^-½ and e^-1 over their sum; the sum of the exponentials themselves is 1.6e-39, with 20 bits.
        assertArrayEquals(new double[] {0.50648, 0.30720, 0.18632}, got, 1e-4);
    }

    static Stream<Arguments> reductions() {
        return Stream.of(
                Arguments.of("sum", (UnaryOperator<Tensor>) x -> x.sum(1, false).square()),
                Arguments.of("maximum", (UnaryOperator<Tensor>) x -> x.max(1, false)),
                Arguments.of("minimum", (UnaryOperator<Tensor>) x -> x.min(1, false)),
                Arguments.of("log-sum-exp", (UnaryOperator<Tensor>)
                        x -> x.logSumExp(1, false).square()),
                Arguments.of("sum over rows", (UnaryOperator<Tensor>)
                        x -> x.sum(0, false).square()));
    }

    /** With an axis of its own, each element of the gradient would be a row, which reduces all elements anew. */
    @ParameterizedTest
    @MethodSource("reductions")
    void theGradientOfAReductionRunsAlongWhatIsReduced(String name, UnaryOperator<Tensor> formula) {
        Shape shape = Shape.of(4, 3);
        Graph graph = graph(shape, formula);
        List<Layout> outputs = graph.outputs().stream()
                .map(node -> Layout.rowMajor(node.shape()))
                .toList();
        String explained = new Engine().explain(graph, Precision.FLOAT32, Map.of("x", Layout.rowMajor(shape)), outputs);
        assertTrue(explained.contains("to output1[i,j]\n"), () -> name + " in:\n" + explained);
        EngineRun run = new EngineRun(new Engine(), Precision.FLOAT64, Layout::rowMajor);
        run.check(
                graph,
                Map.of("x", ReferenceTensor.of(new double[] {1, 3, 2, -1, 0, 5, 5, 4, 2, -7, -7, -8}, 4, 3)),
                1e-12);
    }

    /** The rounding of equal numbers is lost in one direction. */
    @ParameterizedTest
    @EnumSource
    void aSumOfMillionsOfEqualNumbersKeepsItsDigits(EngineOptions.Vectors vectors) {
        int length = 4_000_001;
        double[] numbers = new double[2 * length];
        Arrays.fill(numbers, 0.1f);
        double[] got = sums(vectors, numbers, 1);
        double wanted = (double) 0.1f * length;
        assertArrayEquals(new double[] {wanted, wanted}, got, 4 * Math.ulp((float) wanted));
    }

    /** Blocks of elements are not compensated. */
    @ParameterizedTest
    @EnumSource
    void aSumOfAllElementsKeepsFewerDigits(EngineOptions.Vectors vectors) {
        double[] numbers = new double[8_000_002];
        Arrays.fill(numbers, 0.1f);
        double wanted = (double) 0.1f * numbers.length;
        assertArrayEquals(new double[] {wanted}, sums(vectors, numbers, 0, 1), 2.5e-6 * wanted);
    }

    /** What the rounding of an infinity loses is NaN. */
    @ParameterizedTest
    @EnumSource
    void aSumOfMillionsWithAnInfinityIsInfinite(EngineOptions.Vectors vectors) {
        int length = 2_000_000;
        double[] numbers = new double[2 * length];
        numbers[7] = Double.POSITIVE_INFINITY;
        double[] got = sums(vectors, numbers, 1);
        assertArrayEquals(new double[] {Double.POSITIVE_INFINITY, 0}, got);
    }

    /** Sums of two rows in float32. */
    private static double[] sums(EngineOptions.Vectors vectors, double[] numbers, int... axes) {
        Shape shape = Shape.of(2, numbers.length / 2);
        Graph sums = Program.record(
                        Map.of("x", shape),
                        inputs -> Objects.requireNonNull(inputs.get("x")).sum(axes, false))
                .value();
        EngineRun run = new EngineRun(new Engine(options(vectors)), Precision.FLOAT32, Layout::rowMajor);
        return run.run(sums, Map.of("x", ReferenceTensor.of(numbers, shape.toArray())))
                .get(0);
    }
}
