package org.losses4j.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.losses4j.engine.internal.run.BackgroundThread;
import org.losses4j.engine.internal.run.KernelTiers;
import org.losses4j.engine.memory.Elements;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.graph.Graph;
import org.losses4j.graph.Program;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * Loads the classes of the compiler in the background, by compiling and running a small graph for two shapes: when the first loss
 * is computed, they are there.
 */
final class CompilerPreload {
    // The second shape shows what a shape takes whose kernel there is.
    private static final List<Shape> SHAPES = List.of(Shape.of(32, 64), Shape.of(48, 64));

    private CompilerPreload() {}

    /** Starts the preload, if this is the first call. */
    static void start() {
        Once.start();
    }

    /** Initialised, and thereby started, once. */
    private static final class Once {
        static {
            BackgroundThread.execute(CompilerPreload::compileAll);
        }

        static void start() {
            // The initialiser has done it.
        }
    }

    private static void compileAll() {
        Engine engine = new Engine(new EngineOptions(), KernelTiers::byTrials, (pass, result) -> {});
        SHAPES.forEach(shape -> compile(engine, shape));
    }

    /** Compiles and runs a softmax cross-entropy, which has most of what losses have. */
    private static void compile(Engine engine, Shape shape) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put("prediction", shape);
        shapes.put("target", shape);
        Graph graph = Program.record(shapes, CompilerPreload::crossEntropy).withGradient(List.of("prediction"));
        Map<String, Layout> layouts = new LinkedHashMap<>();
        shapes.forEach((role, ofRole) -> layouts.put(role, layout(ofRole)));
        List<Layout> outputs =
                graph.outputs().stream().map(node -> layout(node.shape())).toList();
        if (engine.compile(graph, Precision.FLOAT32, layouts, outputs) instanceof Compilation.Compiled compiled) {
            compiled.program()
                    .run(
                            Elements.zeros(layouts.values(), Precision.FLOAT32),
                            Elements.zeros(outputs, Precision.FLOAT32));
        }
    }

    private static Tensor crossEntropy(Map<String, Tensor> inputs) {
        List<Tensor> tensors = List.copyOf(inputs.values());
        return tensors.get(0)
                .logSoftmax(-1)
                .mul(tensors.get(1))
                .sum(-1, false)
                .neg()
                .mean();
    }

    private static Layout layout(Shape shape) {
        return Layout.rowMajor(shape).in(Layout.Storage.BYTES);
    }
}
