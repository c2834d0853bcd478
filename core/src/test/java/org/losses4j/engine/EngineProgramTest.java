package org.losses4j.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.losses4j.Objective;
import org.losses4j.engine.EngineOptions.Vectors;
import org.losses4j.engine.memory.Elements;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.execution.Programs;
import org.losses4j.graph.Graph;
import org.losses4j.graph.Program;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;

/** What a program does besides being right: threads, roles, caching, printing, refusing, and its messages. */
class EngineProgramTest {

    @ParameterizedTest
    @ValueSource(strings = {"huber", "categorical_cross_entropy", "sigmoid_focal"})
    void threadsDoNotShow(String loss) {
        Map<String, ReferenceTensor> inputs = inputs(Shape.of(300, 177), "prediction", "target");
        Graph graph = graph(loss, inputs, "prediction");
        List<List<double[]>> results = new ArrayList<>();
        for (int threads : new int[] {1, 2, 5}) {
            ForkJoinPool pool = new ForkJoinPool(threads);
            try {
                EngineOptions options =
                        new EngineOptions().vectorsFrom(1).on(pool).parallelFrom(threads == 1 ? Long.MAX_VALUE : 1);
                results.add(new EngineRun(new Engine(options), Precision.FLOAT32, Layout::rowMajor).run(graph, inputs));
            } finally {
                pool.shutdown();
            }
        }
        for (List<double[]> result : results) {
            for (int i = 0; i < result.size(); i++) {
                assertArrayEquals(results.get(0).get(i), result.get(i), 0.0);
            }
        }
    }

    /** Whatever their sign bit is: x86 makes NaNs with it set. */
    @ParameterizedTest
    @EnumSource
    void aMaximumNoticesEveryNan(Vectors vectors) {
        for (long bits : new long[] {0x7FF8_0000_0000_0000L, 0xFFF8_0000_0000_0000L, -1L, Long.MAX_VALUE}) {
            for (double other : new double[] {Double.NEGATIVE_INFINITY, -0.0, 0, -1, Double.POSITIVE_INFINITY}) {
                double[] values = new double[3 * 40];
                Arrays.fill(values, other);
                values[40 + 17] = Double.longBitsToDouble(bits);
                Map<String, ReferenceTensor> inputs = Map.of("x", ReferenceTensor.of(values, 3, 40));
                Graph graph = Program.record(
                                Map.of("x", Shape.of(3, 40)), t -> t.get("x").max(1, false))
                        .value();
                for (Precision precision : Precision.values()) {
                    Engine engine =
                            new Engine(new EngineOptions().vectorsFrom(1).with(vectors));
                    new EngineRun(engine, precision, Layout::rowMajor).check(graph, inputs, 0);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void severalRoles(Vectors vectors) {
        Map<String, ReferenceTensor> inputs = inputs(Shape.of(19, 37), "anchor", "positive", "negative");
        Engine engine = new Engine(new EngineOptions().vectorsFrom(1).with(vectors));
        for (List<String> roles :
                List.of(List.<String>of(), List.of("negative"), List.of("anchor", "positive", "negative"))) {
            Graph graph = graph("triplet_margin(p=3)", inputs, roles.toArray(String[]::new));
            new EngineRun(engine, Precision.FLOAT64, Layout::rowMajor).check(graph, inputs, 1e-12);
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoAxesInARow(Vectors vectors) {
        Map<String, ReferenceTensor> inputs = inputs(Shape.of(5, 3, 13), "prediction", "target");
        inputs.putAll(inputs(Shape.of(5, 21), "mean", "log_variance"));
        Engine engine = new Engine(new EngineOptions().vectorsFrom(1).with(vectors));
        Graph graph = graph("vae(reconstruction=binary_cross_entropy)", inputs, "prediction", "mean", "log_variance");
        new EngineRun(engine, Precision.FLOAT64, Layout::rowMajor).check(graph, inputs, 1e-12);
        new EngineRun(engine, Precision.FLOAT64, Layout::columnMajor).check(graph, inputs, 1e-12);
    }

    /** Sums, maxima and comparisons of what is not a number or not finite are those of the oracle. */
    @ParameterizedTest
    @EnumSource
    void specialsAreTheOracles(Vectors vectors) {
        double[] values = new double[7 * 40];
        Random random = new Random(5);
        double[] specials = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.0, -0.0, 1, 1};
        for (int row = 0; row < 7; row++) {
            for (int column = 0; column < 40; column++) {
                values[row * 40 + column] = column % 11 == 3 ? specials[row] : Math.rint(3 * random.nextGaussian());
            }
        }
        Map<String, ReferenceTensor> inputs =
                Map.of("x", ReferenceTensor.of(values, 7, 40), "y", ReferenceTensor.of(values.clone(), 7, 40));
        Map<String, Shape> shapes = Map.of("x", Shape.of(7, 40), "y", Shape.of(7, 40));
        Engine engine = new Engine(new EngineOptions().vectorsFrom(1).with(vectors));
        EngineRun run = new EngineRun(engine, Precision.FLOAT64, Layout::rowMajor);
        run.check(Program.record(shapes, t -> t.get("x").max(1, false)).withGradient(List.of("x")), inputs, 0);
        run.check(Program.record(shapes, t -> t.get("x").min(1, true)).withGradient(List.of("x")), inputs, 0);
        run.check(Program.record(shapes, t -> t.get("x").sum(1, false)).value(), inputs, 1e-12);
        run.check(
                Program.record(
                                shapes,
                                t -> t.get("x")
                                        .sign()
                                        .add(t.get("y").abs())
                                        .sub(t.get("x").neg()))
                        .value(),
                inputs,
                0);
        run.check(
                Program.record(
                                shapes,
                                t -> t.get("x")
                                        .minimum(t.get("y").neg())
                                        .maximum(t.get("y").mul(0.5)))
                        .withGradient(List.of("x", "y")),
                inputs,
                0);
        run.check(
                Program.record(
                                shapes,
                                t -> t.get("x")
                                        .where(
                                                t.get("x").greater(0).where(t.get("y"), 7),
                                                t.get("x").equal(t.get("y"))))
                        .value(),
                inputs,
                0);
        run.check(Program.record(shapes, t -> t.get("x").logSoftmax(1)).withGradient(List.of("x")), inputs, 1e-12);
        for (double power : new double[] {-2, -1, -0.5, 0, 0.5, 1.5, 2, 3, 4, 5}) {
            run.check(Program.record(shapes, t -> t.get("x").pow(power)).value(), inputs, 1e-14);
        }
    }

    @Test
    void longSumsKeepTheirDigits() {
        int length = 3_000_000;
        double[] values = new double[length];
        Random random = new Random(3);
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextDouble();
        }
        Map<String, ReferenceTensor> inputs = Map.of("x", ReferenceTensor.of(values, 1, length, 1));
        Graph graph = Program.record(
                        Map.of("x", Shape.of(1, length, 1)),
                        t -> t.get("x").sub(t.get("x").max(1, true)).sum(1, false))
                .value();
        for (Vectors vectors : Vectors.values()) {
            Engine engine = new Engine(new EngineOptions().vectorsFrom(1).with(vectors));
            new EngineRun(engine, Precision.FLOAT32, Layout::rowMajor).check(graph, inputs, 2e-7);
        }
    }

    @Test
    void whatIsCompiledIsKeptAndForgotten() {
        Map<String, ReferenceTensor> inputs = inputs(Shape.of(4, 3), "prediction", "target");
        Layout layout = Layout.rowMajor(Shape.of(4, 3));
        Map<String, Layout> layouts = Map.of("prediction", layout, "target", layout);
        List<Layout> outputs = List.of(Layout.rowMajor(Shape.scalar()));
        Engine engine = new Engine(new EngineOptions(Vectors.NEVER, 1, ForkJoinPool.commonPool(), 1, 1, false));
        Graph graph = graph("huber", inputs);
        Compilation first = engine.compile(graph, Precision.FLOAT32, layouts, outputs);
        assertSame(first, engine.compile(graph, Precision.FLOAT32, layouts, outputs));
        assertNotSame(first, engine.compile(graph, Precision.FLOAT64, layouts, outputs));
        assertNotSame(first, engine.compile(graph, Precision.FLOAT32, layouts, outputs));
    }

    @Test
    void aReshapeThatMergesAxesIsNotTaken() {
        Map<String, Shape> shapes = Map.of("x", Shape.of(3, 3));
        Graph graph = Program.record(
                        shapes, t -> t.get("x").reshape(Shape.of(9)).exp())
                .value();
        Layout layout = Layout.rowMajor(Shape.of(3, 3));
        Compilation compilation = new Engine(new EngineOptions().vectorsFrom(1))
                .compile(graph, Precision.FLOAT32, Map.of("x", layout), List.of(Layout.rowMajor(Shape.of(9))));
        assertEquals(
                "a reshape that merges axes: [3, 3] to [9]",
                assertInstanceOf(Compilation.Unsupported.class, compilation).reason());
    }

    @Test
    void theProgramIsPrinted() {
        Map<String, ReferenceTensor> inputs = inputs(Shape.of(4, 33), "prediction", "target");
        FusedProgram program = program(graph("categorical_cross_entropy", inputs, "prediction"), inputs);
        String text = program.disassemble();
        assertTrue(text.contains("for rows [i]"), text);
        assertTrue(text.contains("max [j]"), text);
        assertTrue(text.contains("to output1[i,j]"), text);
    }

    @Test
    void memoryIsChecked() {
        Map<String, ReferenceTensor> inputs = inputs(Shape.of(4, 33), "prediction", "target");
        FusedProgram program = program(graph("huber", inputs), inputs);
        List<Elements> output = List.of(Elements.of(new float[1], 0));
        assertEquals(List.of("prediction", "target"), program.roles());
        message("got memory for 0", () -> program.run(List.of(), output));
        Elements whole = Elements.of(new float[132], 0);
        message(
                "holds 131 elements, wanted 132",
                () -> program.run(List.of(Elements.of(new float[131], 0), whole), output));
        message("compiled for FLOAT32", () -> program.run(List.of(Elements.of(new double[132], 0), whole), output));
        message("got memory for 0", () -> program.run(List.of(whole, whole), List.of()));
    }

    private static void message(String part, org.junit.jupiter.api.function.Executable action) {
        String message = assertThrows(IllegalArgumentException.class, action).getMessage();
        assertTrue(message.contains(part), message);
    }

    /** Callers evaluate the graph over tensors instead, as after any other fault. */
    @Test
    void aTensorBeyondWhatCanBeCountedIsAFault() {
        Shape shape = Shape.of(1 << 16, 1);
        Graph graph = Program.record(
                        Map.of("x", shape),
                        inputs -> inputs.get("x")
                                .expand(Shape.of(1 << 16, 1 << 16))
                                .sum())
                .value();
        Compilation compilation = new Engine()
                .compile(
                        graph,
                        Precision.FLOAT32,
                        Map.of("x", Layout.rowMajor(shape)),
                        List.of(Layout.rowMajor(Shape.scalar())));
        assertInstanceOf(Compilation.Failed.class, compilation);
    }

    private static FusedProgram program(Graph graph, Map<String, ReferenceTensor> inputs) {
        Map<String, Layout> layouts = new LinkedHashMap<>();
        inputs.forEach((role, tensor) -> layouts.put(role, Layout.rowMajor(tensor.shape())));
        List<Layout> outputs = graph.outputs().stream()
                .map(output -> Layout.rowMajor(output.shape()))
                .toList();
        Compilation compilation =
                new Engine(new EngineOptions().vectorsFrom(1)).compile(graph, Precision.FLOAT32, layouts, outputs);
        return assertInstanceOf(Compilation.Compiled.class, compilation).program();
    }

    private static Graph graph(String loss, Map<String, ReferenceTensor> inputs, String... gradients) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        inputs.forEach((role, tensor) -> shapes.put(role, tensor.shape()));
        return new Programs().value(Objective.parse(loss), shapes).withGradient(List.of(gradients));
    }

    private static Map<String, ReferenceTensor> inputs(Shape shape, String... roles) {
        Random random = new Random(11);
        Map<String, ReferenceTensor> inputs = new LinkedHashMap<>();
        for (String role : roles) {
            double[] values = random.doubles(shape.size(), 0, 1)
                    .map(x -> (float) (role.equals("target") ? x : 4 * x - 2))
                    .toArray();
            inputs.put(role, ReferenceTensor.of(values, shape.toArray()));
        }
        return inputs;
    }
}
