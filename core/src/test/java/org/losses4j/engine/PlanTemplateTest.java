package org.losses4j.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.losses4j.Objective;
import org.losses4j.conformance.LossSample;
import org.losses4j.conformance.fuzz.CaseGenerator;
import org.losses4j.conformance.fuzz.FuzzCase;
import org.losses4j.engine.internal.run.KernelTiers;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.execution.Computation;
import org.losses4j.execution.Programs;
import org.losses4j.graph.Graph;
import org.losses4j.graph.HostOp;
import org.losses4j.graph.Program;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** A plan that is used again for other extents is the plan that these extents would have got by themselves. */
class PlanTemplateTest {
    private static final List<IntUnaryOperator> EXTENTS = List.of(
            extent -> 40,
            extent -> 1 + extent / 4,
            extent -> extent,
            extent -> 2 * extent + 1,
            extent -> 16 * extent,
            extent -> 5 * extent + 3,
            extent -> 100 + extent);

    private static final int LARGEST = 120_000;

    private final List<String> passes = new ArrayList<>();
    private Function<Shape, Layout> layout = Layout::rowMajor;
    private EngineOptions.Vectors vectors = EngineOptions.Vectors.WHEN_FASTER;

    static Stream<LossSample> samples() {
        return LossSample.all().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void resultsAreThoseOfAPlanOfTheirOwn(LossSample sample) {
        compareExtents(sample);
        layout = Layout::columnMajor;
        vectors = EngineOptions.Vectors.WHERE_PRESENT;
        compareExtents(sample);
    }

    private void compareExtents(LossSample sample) {
        for (Precision precision : Precision.values()) {
            Engine engine = engine();
            for (IntUnaryOperator extents : EXTENTS) {
                compare(
                        engine,
                        precision,
                        sample.objective(),
                        SweepPlans.shapes(sample, extents),
                        sample.trainedRoles());
            }
        }
    }

    /** Objectives, shapes and reductions that nobody thought of. */
    @Test
    void resultsOfRandomCasesAreThoseOfAPlanOfTheirOwn() {
        CaseGenerator cases = new CaseGenerator(2);
        int again = 0;
        for (int i = 0; i < 300; i++) {
            FuzzCase one = cases.next(i);
            Map<String, Shape> shapes = new LinkedHashMap<>();
            one.inputs().forEach((role, tensor) -> shapes.put(role, tensor.shape()));
            List<String> trained = List.of(shapes.keySet().iterator().next());
            Engine engine = engine();
            for (IntUnaryOperator extents : EXTENTS) {
                passes.clear();
                compare(engine, Precision.FLOAT32, one.objective(), SweepPlans.shapes(shapes, extents), trained);
                again += passes.isEmpty() ? 1 : 0;
            }
        }
        assertTrue(again > 300, again + " of 1,800 plans were used again, or not taken");
    }

    /** Two tensors with the same two extents, in the same order and in the other. */
    @Test
    void whichExtentsAreEqualMatters() {
        Engine engine = engine();
        for (List<Shape> of : List.of(
                List.of(Shape.of(40, 50), Shape.of(40, 50)),
                List.of(Shape.of(60, 70), Shape.of(70, 60)),
                List.of(Shape.of(60, 70), Shape.of(60, 70)))) {
            Map<String, Shape> shapes = new LinkedHashMap<>();
            shapes.put("x", of.get(0));
            shapes.put("y", of.get(1));
            Graph graph = Program.record(shapes, inputs -> {
                        List<Tensor> tensors = List.copyOf(inputs.values());
                        return tensors.get(0)
                                .exp()
                                .sum()
                                .add(tensors.get(1).square().mean());
                    })
                    .withGradient(List.of("x", "y"));
            compare(engine, Precision.FLOAT32, graph, shapes, "two means");
        }
    }

    /** Two constants that are equal by chance, in a graph that is put together from two. */
    @Test
    void equalConstantsMayDifferElsewhere() {
        Engine engine = engine();
        for (double other : new double[] {7, 9}) {
            Map<String, Shape> shapes = Map.of("x", Shape.of(100));
            Graph first =
                    Program.record(shapes, inputs -> x(inputs).mul(7).sum()).value();
            Graph second = Program.record(
                            shapes, inputs -> x(inputs).mul(other).square().sum())
                    .value();
            Graph both = new Graph(
                    Stream.concat(first.nodes().stream(), second.nodes().stream())
                            .toList(),
                    Stream.concat(first.outputs().stream(), second.outputs().stream())
                            .toList());
            compare(engine, Precision.FLOAT32, both, shapes, "two graphs");
        }
    }

    /** Constants that float32 has no number for are no parameters. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-50, -1e-50, 3.5e38, -1e300, 5, -5})
    void constantsBeyondFloat32(double constant) {
        Map<String, Shape> shapes = Map.of("x", Shape.of(100));
        for (boolean chosen : new boolean[] {true, false}) {
            Graph graph = Program.record(shapes, inputs -> {
                        Tensor x = x(inputs);
                        return chosen
                                ? x.constant(constant).where(x, x.neg())
                                : x.equal(0).where(0, x.mul(constant)).greater(-1);
                    })
                    .value();
            Map<String, ReferenceTensor> inputs = inputs(shapes);
            double[] wanted = graph.evaluate(new LinkedHashMap<>(inputs)).get(0).toArray();
            EngineRun run = new EngineRun(engine(), Precision.FLOAT32, layout);
            assertArrayEquals(wanted, run.run(graph, inputs).get(0));
        }
    }

    private static Tensor x(Map<String, Tensor> inputs) {
        return inputs.values().iterator().next();
    }

    /** What a user's batches differ in. */
    @Test
    void batchesOfOtherSizesAreNotPlannedAgain() {
        for (String loss : List.of("huber", "binary_cross_entropy", "sigmoid_focal", "categorical_cross_entropy")) {
            assertPlannedOnce(loss, rows -> Shape.of(rows, 100));
        }
        assertPlannedOnce("sparse_categorical_cross_entropy", rows -> Shape.of(rows));
        assertPlannedOnce("sparse_categorical_cross_entropy", rows -> Shape.of(rows, 1));
    }

    private interface Target {
        Shape of(int rows);
    }

    private void assertPlannedOnce(String loss, Target target) {
        Engine engine = engine();
        passes.clear();
        for (int rows : new int[] {64, 77, 1_003}) {
            Map<String, Shape> shapes = new LinkedHashMap<>();
            shapes.put("prediction", Shape.of(rows, 100));
            shapes.put("target", target.of(rows));
            compare(engine, Precision.FLOAT32, Objective.parse(loss), shapes, List.of("prediction"));
        }
        assertEquals(1, passes.stream().filter("lowering"::equals).count(), loss);
    }

    private Engine engine() {
        return new Engine(options(), KernelTiers::byTrials, (pass, result) -> passes.add(pass));
    }

    private EngineOptions options() {
        return new EngineOptions().vectorsFrom(64).with(vectors).warmUp(false);
    }

    /** Compares the results of an engine that may have a plan already with those of one that has none. */
    private void compare(
            Engine engine, Precision precision, Objective objective, Map<String, Shape> shapes, List<String> trained) {
        if (shapes.values().stream().anyMatch(shape -> size(shape) > LARGEST)) {
            return;
        }
        Graph graph;
        try {
            graph = new Programs().graph(objective, Computation.VALUE_AND_GRADIENTS, shapes, trained);
        } catch (IllegalArgumentException theLossHasAnExtentOfItsOwn) {
            return;
        }
        // Labels and lengths that are made up here would not fit a host function.
        if (graph.nodes().stream().noneMatch(node -> node.op() instanceof HostOp)) {
            compare(engine, precision, graph, shapes, objective.toString());
        }
    }

    private void compare(Engine engine, Precision precision, Graph graph, Map<String, Shape> shapes, String what) {
        Engine fresh = new Engine(options());
        Compilation wanted = compile(fresh, precision, graph, shapes);
        assertEquals(
                wanted.getClass(), compile(engine, precision, graph, shapes).getClass(), what);
        if (!(wanted instanceof Compilation.Compiled)) {
            return;
        }
        Map<String, ReferenceTensor> inputs = inputs(shapes);
        List<double[]> theirs = new EngineRun(fresh, precision, layout).run(graph, inputs);
        List<double[]> got = new EngineRun(engine, precision, layout).run(graph, inputs);
        for (int i = 0; i < theirs.size(); i++) {
            assertArrayEquals(theirs.get(i), got.get(i), () -> what + " " + precision + " " + shapes);
        }
    }

    private Compilation compile(Engine engine, Precision precision, Graph graph, Map<String, Shape> shapes) {
        List<Layout> outputs =
                graph.outputs().stream().map(node -> layout.apply(node.shape())).toList();
        return engine.compile(graph, precision, SweepPlans.layouts(shapes, layout), outputs);
    }

    private static double size(Shape shape) {
        return Arrays.stream(shape.toArray()).asDoubleStream().reduce(1, (a, b) -> a * b);
    }

    /** Fractions and small whole numbers, as logits, probabilities and class indices are. */
    private static Map<String, ReferenceTensor> inputs(Map<String, Shape> shapes) {
        Random random = new Random(1);
        Map<String, ReferenceTensor> inputs = new LinkedHashMap<>();
        shapes.forEach((role, shape) -> {
            double[] values = new double[shape.size()];
            Arrays.setAll(values, i -> random.nextBoolean() ? random.nextInt(3) : random.nextFloat());
            inputs.put(role, ReferenceTensor.of(values, shape.toArray()));
        });
        return inputs;
    }
}
