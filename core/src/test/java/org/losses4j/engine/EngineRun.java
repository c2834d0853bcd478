package org.losses4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.losses4j.engine.memory.Elements;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Layout.Storage;
import org.losses4j.engine.memory.Precision;
import org.losses4j.graph.Graph;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** Runs a graph on the engine, over memory of any layout, and next to it on reference tensors. */
record EngineRun(Engine engine, Precision precision, Function<Shape, Layout> layout) {
    private static final double UNTOUCHED = -77;
    private static final int OFFSET = 3;

    /** Compares every output of the graph with the same graph over reference tensors. */
    void check(Graph graph, Map<String, ReferenceTensor> inputs, double tolerance) {
        List<double[]> got = run(graph, inputs);
        List<Tensor> wanted = graph.evaluate(new LinkedHashMap<>(inputs));
        for (int i = 0; i < got.size(); i++) {
            near("output " + i + " of\n" + graph, got.get(i), wanted.get(i).toArray(), tolerance);
        }
    }

    /** The outputs in row-major order. */
    List<double[]> run(Graph graph, Map<String, ReferenceTensor> inputs) {
        Map<String, Layout> layouts = new LinkedHashMap<>();
        Map<String, Elements> elements = new LinkedHashMap<>();
        inputs.forEach((role, tensor) -> {
            Layout chosen = layout.apply(tensor.shape());
            layouts.put(role, chosen);
            elements.put(role, filled(chosen, tensor.toArray()));
        });
        List<Layout> targets =
                graph.outputs().stream().map(node -> layout.apply(node.shape())).toList();
        List<Elements> outputs = new ArrayList<>();
        targets.forEach(target -> outputs.add(filled(target, null)));
        Compilation compilation = engine.compile(graph, precision, layouts, targets);
        if (compilation instanceof Compilation.Unsupported notTaken) {
            throw new AssertionError(notTaken.reason());
        }
        FusedProgram program = ((Compilation.Compiled) compilation).program();
        program.run(program.roles().stream().map(elements::get).toList(), outputs);
        List<double[]> results = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            results.add(read(targets.get(i), outputs.get(i)));
        }
        return results;
    }

    private Elements filled(Layout layout, double[] values) {
        int length = OFFSET + layout.span() + 2;
        Elements memory = allocate(layout.storage(), length);
        Elements whole = memory;
        for (int i = 0; i < length; i++) {
            whole.put(i - OFFSET, UNTOUCHED);
        }
        if (values != null) {
            int[] places = places(layout);
            for (int i = 0; i < places.length; i++) {
                memory.put(places[i], values[i]);
            }
        }
        return memory;
    }

    private Elements allocate(Storage storage, int length) {
        if (storage == Storage.ARRAY) {
            return precision == Precision.FLOAT64
                    ? Elements.of(new double[length], OFFSET)
                    : Elements.of(new float[length], OFFSET);
        }
        if (storage == Storage.BYTES) {
            int width = precision == Precision.FLOAT64 ? Double.BYTES : Float.BYTES;
            return Elements.of(ByteBuffer.allocateDirect(length * width), precision, OFFSET);
        }
        ByteBuffer bytes = ByteBuffer.allocateDirect(length * 8).order(ByteOrder.nativeOrder());
        if (precision == Precision.FLOAT64) {
            DoubleBuffer buffer = bytes.asDoubleBuffer();
            return Elements.of(buffer, OFFSET);
        }
        FloatBuffer buffer = bytes.asFloatBuffer().limit(length);
        return Elements.of(buffer, OFFSET);
    }

    /** The values of a result; what lies between them must not have been touched. */
    private static double[] read(Layout layout, Elements memory) {
        int[] places = places(layout);
        double[] values = new double[places.length];
        boolean[] written = new boolean[OFFSET + layout.span() + 2];
        for (int i = 0; i < places.length; i++) {
            values[i] = memory.get(places[i]);
            written[OFFSET + places[i]] = true;
        }
        for (int i = 0; i < written.length; i++) {
            if (!written[i]) {
                assertEquals(UNTOUCHED, memory.get(i - OFFSET), "written outside of the result, at " + (i - OFFSET));
            }
        }
        return values;
    }

    private static int[] places(Layout layout) {
        int[] places = {0};
        for (int axis = 0; axis < layout.shape().rank(); axis++) {
            int stride = layout.strides().get(axis);
            int extent = layout.shape().extent(axis);
            int[] outer = places;
            places = Arrays.stream(outer)
                    .flatMap(
                            place -> java.util.stream.IntStream.range(0, extent).map(i -> place + i * stride))
                    .toArray();
        }
        return places;
    }

    static void near(String what, double[] got, double[] wanted, double tolerance) {
        assertEquals(wanted.length, got.length, what);
        double scale = Arrays.stream(wanted)
                .map(Math::abs)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        for (int i = 0; i < wanted.length; i++) {
            boolean same = Double.compare(got[i], wanted[i]) == 0;
            if (!same && !(Math.abs(got[i] - wanted[i]) <= tolerance * (scale + Math.abs(wanted[i])))) {
                throw new AssertionError("element " + i + " is " + got[i] + ", wanted " + wanted[i] + ", in " + what);
            }
        }
    }
}
