package org.losses4j.engine;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.losses4j.cache.BoundedCache;
import org.losses4j.engine.internal.plan.Signature;
import org.losses4j.engine.internal.run.BackgroundThread;
import org.losses4j.engine.internal.run.KernelTiers;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.graph.Graph;
import org.losses4j.graph.Leaf;
import org.losses4j.graph.Node;
import org.losses4j.tensor.Shape;

/**
 * Compiles graphs to fused loops over host memory, and caches the results: at most {@link EngineOptions#capacity}, of which
 * the least recently used is dropped first. Safe for several threads.
 */
public final class Engine {
    private final EngineOptions options;
    private final Compiler compiler;
    private final BoundedCache<Key, Compilation> compilations;

    public Engine() {
        this(new EngineOptions());
    }

    public Engine(EngineOptions options) {
        this(options, options.warmUp() ? KernelTiers::inBackground : KernelTiers::byTrials, (pass, result) -> {});
        if (options.warmUp()) {
            CompilerPreload.start();
        }
    }

    /**
     * An engine.
     *
     * @param tiers combines a lane-by-lane kernel with the vector kernel of the same sweep
     * @param observer is called with the name and the result of each pass
     */
    Engine(EngineOptions options, KernelTiers tiers, BiConsumer<String, Object> observer) {
        this.options = options;
        this.compiler = new Compiler(options, tiers, observer);
        this.compilations = new BoundedCache<>(options.capacity());
    }

    /** Whether a daemon thread makes the first batches fast ({@link EngineOptions#warmUp}). */
    public boolean warmsUp() {
        return options.warmUp();
    }

    /**
     * Has a daemon thread do what makes the first batches fast, such as compile what is expected to be needed, one task after the
     * other, until a kernel has to be warmed up that a batch needs. Without {@link EngineOptions#warmUp}, and once a training has
     * begun, nothing is done.
     */
    public void inAdvance(List<Runnable> tasks) {
        if (options.warmUp()) {
            BackgroundThread.executeInAdvance(tasks);
        }
    }

    /**
     * Compiles a graph, or returns the result of an earlier compilation of the same graph object for the same layouts.
     *
     * @param inputs the layouts by role, of the shapes that the graph was recorded for
     * @param outputs the layouts of the results, in the graph's order
     * @throws IllegalArgumentException if a layout is missing or of another shape than the graph's
     */
    public Compilation compile(Graph graph, Precision precision, Map<String, Layout> inputs, List<Layout> outputs) {
        Key key = new Key(graph, new Signature(precision, inputs, outputs));
        return compilations.get(key, wanted -> {
            check(graph, inputs, outputs);
            return compiler.compile(graph, wanted.signature());
        });
    }

    /**
     * Compiles a graph, without the cache, and returns the result of each pass as text.
     *
     * @param inputs the layouts by role, of the shapes that the graph was recorded for
     * @param outputs the layouts of the results, in the graph's order
     * @return the name and result of each pass, and at the end the reason if the graph is not supported
     * @throws IllegalArgumentException if a layout is missing or of another shape than the graph's
     */
    public String explain(Graph graph, Precision precision, Map<String, Layout> inputs, List<Layout> outputs) {
        check(graph, inputs, outputs);
        Explanation explanation = new Explanation();
        Compilation compilation = new Compiler(options, KernelTiers::byTrials, explanation)
                .compile(graph, new Signature(precision, inputs, outputs));
        if (compilation instanceof Compilation.Unsupported unsupported) {
            explanation.accept("not supported", unsupported.reason() + "\n");
        } else if (compilation instanceof Compilation.Failed failed) {
            explanation.accept("a fault of the engine", failed.fault() + "\n");
        }
        return explanation.toString();
    }

    private static void check(Graph graph, Map<String, Layout> inputs, List<Layout> outputs) {
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Leaf.Input input) {
                Layout layout = inputs.get(input.role());
                if (layout == null) {
                    throw new IllegalArgumentException(
                            "There is no layout for the input '" + input.role() + "'; given: " + inputs.keySet());
                }
                check("the input '" + input.role() + "'", input.shape(), layout);
            }
        }
        if (outputs.size() != graph.outputs().size()) {
            throw new IllegalArgumentException(
                    "The graph has " + graph.outputs().size() + " outputs, got " + outputs.size() + " layouts");
        }
        for (int i = 0; i < outputs.size(); i++) {
            check("output " + i, graph.outputs().get(i).shape(), outputs.get(i));
        }
    }

    private static void check(String name, Shape wanted, Layout layout) {
        if (!layout.shape().equals(wanted)) {
            throw new IllegalArgumentException(
                    "The layout of " + name + " has the shape " + layout.shape() + ", the graph's is " + wanted);
        }
    }

    /** A graph, compared by identity, and the layouts and precision that it is compiled for. */
    private record Key(Graph graph, Signature signature) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && graph == key.graph && signature.equals(key.signature);
        }

        @Override
        public int hashCode() {
            // Few layouts come for one graph, and to hash them takes as long as to compare them.
            return System.identityHashCode(graph);
        }
    }
}
