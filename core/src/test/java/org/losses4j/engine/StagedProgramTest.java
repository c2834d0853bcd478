package org.losses4j.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.engine.memory.Elements;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.graph.Graph;
import org.losses4j.graph.Program;
import org.losses4j.tensor.HostFunction;
import org.losses4j.tensor.HostResult;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** Programs with matrix products, pairs of rows and host functions, and with axes that meet. */
class StagedProgramTest {
    private static final List<String> BOTH = List.of("x", "y");

    /** A formula of matrices x and y. */
    private interface Matrices {
        Tensor of(Tensor x, Tensor y);
    }

    static Stream<Arguments> formulas() {
        return Stream.of(
                formula("a product", (x, y) -> x.matmul(y.transpose())),
                formula(
                        "a product of softmaxes",
                        (x, y) -> x.logSoftmax(1)
                                .exp()
                                .matmul(y.logSoftmax(1).transpose())
                                .logSumExp(1, false)),
                formula(
                        "products one behind the other",
                        (x, y) -> x.matmul(y.transpose()).matmul(y).sigmoid().matmul(x.transpose())),
                formula("distances", Tensor::squaredDistances),
                formula(
                        "distances of each to each",
                        (x, y) -> x.squaredDistances(x).safeSqrt().mul(y.sum(1, false))),
                formula("differences", (x, y) -> x.matmul(y.transpose()).weightedDifferences(x, y)),
                formula("lengths of both rows of a pair", (x, y) -> {
                    Tensor lengths = x.square().sum(1, false);
                    return lengths.unsqueeze(1).add(lengths.unsqueeze(0)).mul(y.mean());
                }),
                formula("a matrix and its transpose", (x, y) -> {
                    Tensor square = x.matmul(y.transpose());
                    return square.exp().sub(square.transpose()).square();
                }),
                formula(
                        "a host function of a product",
                        (x, y) -> x.matmul(y.transpose())
                                .host(new SumOfSquares(), y)
                                .exp()));
    }

    private static Arguments formula(String name, Matrices formula) {
        return Arguments.of(name, (Function<Map<String, Tensor>, Tensor>) t -> formula.of(t.get("x"), t.get("y")));
    }

    /** Half the sum of squares of each row. */
    private record SumOfSquares() implements HostFunction {
        @Override
        public Shape shape(List<Shape> operands) {
            return operands.get(0).leading(1);
        }

        @Override
        public void evaluate(List<double[]> operands, List<Shape> shapes, HostResult result) {
            int length = shapes.get(0).extent(1);
            double[] x = operands.get(0);
            IntStream.range(0, x.length).forEach(i -> result.value()[i / length] += x[i] * x[i] / 2);
            result.gradient().ifPresent(gradient -> System.arraycopy(x, 0, gradient, 0, x.length));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("formulas")
    void valuesAndGradientsAreThoseOfTheReference(String name, Function<Map<String, Tensor>, Tensor> formula) {
        for (int n : new int[] {2, 5, 33}) {
            Map<String, ReferenceTensor> inputs = inputs(n, 7);
            Graph graph = graph(formula, inputs);
            for (EngineOptions.Vectors vectors : EngineOptions.Vectors.values()) {
                Engine engine = new Engine(new EngineOptions().vectorsFrom(1).with(vectors));
                for (Layout.Storage storage : Layout.Storage.values()) {
                    new EngineRun(
                                    engine,
                                    Precision.FLOAT64,
                                    shape -> Layout.rowMajor(shape).in(storage))
                            .check(graph, inputs, 1e-11);
                    new EngineRun(
                                    engine,
                                    Precision.FLOAT64,
                                    shape -> Layout.columnMajor(shape).in(storage))
                            .check(graph, inputs, 1e-11);
                }
                new EngineRun(engine, Precision.FLOAT32, Layout::rowMajor).check(graph, inputs, 2e-4);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("formulas")
    void resultsDoNotDependOnThreads(String name, Function<Map<String, Tensor>, Tensor> formula) {
        Map<String, ReferenceTensor> inputs = inputs(41, 9);
        Graph graph = graph(formula, inputs);
        ForkJoinPool pool = new ForkJoinPool(3);
        try {
            EngineOptions alone = new EngineOptions().parallelFrom(Long.MAX_VALUE);
            for (Precision precision : Precision.values()) {
                List<double[]> one = new EngineRun(new Engine(alone), precision, Layout::rowMajor).run(graph, inputs);
                List<double[]> three = new EngineRun(
                                new Engine(alone.on(pool).parallelFrom(1)), precision, Layout::rowMajor)
                        .run(graph, inputs);
                IntStream.range(0, one.size()).forEach(i -> assertArrayEquals(one.get(i), three.get(i)));
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void callsOfSeveralShapesAtOnceHaveMemoryOfTheirOwn() {
        Engine engine = new Engine(new EngineOptions());
        Function<Map<String, Tensor>, Tensor> formula =
                t -> t.get("x").squaredDistances(t.get("y")).safeSqrt().logSumExp(1, false);
        IntStream.range(0, 200).parallel().forEach(i -> {
            Map<String, ReferenceTensor> inputs = inputs(2 + i % 23, 1 + i % 5);
            new EngineRun(engine, Precision.FLOAT64, Layout::rowMajor).check(graph(formula, inputs), inputs, 1e-11);
        });
    }

    /** |a|² + |b|² − 2ab has no digit of this distance left. */
    @Test
    void smallDistancesFarFromTheOriginAreExact() {
        Map<String, ReferenceTensor> inputs = new LinkedHashMap<>();
        inputs.put("x", ReferenceTensor.of(new double[] {4096, 4096, 4097, 4096}, 2, 2));
        inputs.put("y", ReferenceTensor.of(new double[] {4096.5, 4096, 4096, 4098}, 2, 2));
        Graph graph = graph(t -> t.get("x").squaredDistances(t.get("y")), inputs);
        List<double[]> results = new EngineRun(new Engine(), Precision.FLOAT32, Layout::rowMajor).run(graph, inputs);
        assertArrayEquals(new double[] {0.25, 4, 0.25, 5}, results.get(0));
        assertArrayEquals(new double[] {-1, -4, 3, -4}, results.get(1));
    }

    @Test
    void zeroTimesInfinityIsNotANumber() {
        Map<String, ReferenceTensor> inputs = new LinkedHashMap<>();
        inputs.put("x", ReferenceTensor.of(new double[] {Double.NaN, 1, 2}, 3, 1));
        inputs.put("y", ReferenceTensor.of(new double[] {0, Double.POSITIVE_INFINITY, 5}, 3, 1));
        Graph graph = Program.record(Map.of("x", Shape.of(3, 1), "y", Shape.of(3, 1)), t -> {
                    Tensor any = t.get("x");
                    Tensor weights = any.array(new double[] {0, 0, 0, 1, 0, 0, 2, 0, 3}, Shape.of(3, 3));
                    return weights.weightedDifferences(t.get("x"), t.get("y"));
                })
                .value();
        List<double[]> results = new EngineRun(new Engine(), Precision.FLOAT64, Layout::rowMajor).run(graph, inputs);
        assertTrue(Double.isNaN(results.get(0)[0]));
        assertTrue(Double.isNaN(results.get(0)[1]));
        assertTrue(Double.isNaN(results.get(0)[2]));
    }

    @Test
    void theStagesAreExplained() {
        Map<String, ReferenceTensor> inputs = inputs(4, 3);
        Map<String, Layout> layouts = new LinkedHashMap<>();
        inputs.forEach((role, tensor) -> layouts.put(role, Layout.rowMajor(tensor.shape())));
        Graph graph = Program.record(
                        Map.of("x", Shape.of(4, 3), "y", Shape.of(4, 3)),
                        t -> t.get("x").squaredDistances(t.get("y")).exp().sum())
                .value();
        List<Layout> outputs = List.of(Layout.rowMajor(Shape.scalar()));
        String text = new Engine().explain(graph, Precision.FLOAT32, layouts, outputs);
        assertTrue(text.contains("%2 = squared distances of [%0, %1]\n%output0 = formula of [%2]"), text);
        FusedProgram program =
                ((Compilation.Compiled) new Engine().compile(graph, Precision.FLOAT32, layouts, outputs)).program();
        assertEquals(Set.of("x", "y"), Set.copyOf(program.roles()));
        assertThrows(IllegalArgumentException.class, () -> program.run(List.of(), List.of()));
        Elements tooShort = Elements.of(new float[11], 0);
        assertThrows(
                IllegalArgumentException.class,
                () -> program.run(List.of(tooShort, tooShort), List.of(Elements.of(new float[1], 0))));
    }

    private static Graph graph(Function<Map<String, Tensor>, Tensor> formula, Map<String, ReferenceTensor> inputs) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        inputs.forEach((role, tensor) -> shapes.put(role, tensor.shape()));
        return Program.record(shapes, formula).withGradient(BOTH);
    }

    private static Map<String, ReferenceTensor> inputs(int n, int d) {
        Random random = new Random(31L * n + d);
        Map<String, ReferenceTensor> inputs = new LinkedHashMap<>();
        for (String role : BOTH) {
            inputs.put(
                    role, ReferenceTensor.of(random.doubles((long) n * d, -1, 1).toArray(), n, d));
        }
        return inputs;
    }
}
