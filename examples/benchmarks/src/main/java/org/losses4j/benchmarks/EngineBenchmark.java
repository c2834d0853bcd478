package org.losses4j.benchmarks;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.losses4j.Objective;
import org.losses4j.engine.Compilation;
import org.losses4j.engine.Engine;
import org.losses4j.engine.memory.Elements;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.execution.Programs;
import org.losses4j.graph.Graph;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Measures the fused engine by itself, over float32 in direct byte buffers, as both adapters pass it; for losses that it does not
 * take, the graph over host tensors.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EngineBenchmark {

    @Param
    public Subject subject = Subject.MEAN_SQUARED_ERROR;

    @Param("1024x1000")
    public String size = "";

    private Supplier<Object> computation = () -> this;

    @Setup
    public void compile() {
        Objective objective = subject.objective();
        Map<String, Sample> inputs = subject.inputs(Size.parse(size));
        Map<String, Shape> shapes = new LinkedHashMap<>();
        Map<String, Layout> layouts = new LinkedHashMap<>();
        inputs.forEach((role, sample) -> {
            shapes.put(role, sample.shape());
            layouts.put(role, layout(sample.shape()));
        });
        Graph graph = new Programs().value(objective, shapes).withGradient(trained(inputs));
        List<Layout> results =
                graph.outputs().stream().map(node -> layout(node.shape())).toList();
        Compilation compilation = new Engine().compile(graph, Precision.FLOAT32, layouts, results);
        computation = compilation instanceof Compilation.Compiled taken
                ? fused(taken, graph, inputs)
                : evaluated(graph, inputs);
    }

    private static Layout layout(Shape shape) {
        return Layout.rowMajor(shape).in(Layout.Storage.BYTES);
    }

    private static List<String> trained(Map<String, Sample> inputs) {
        return inputs.entrySet().stream()
                .filter(input -> input.getValue().trained())
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Supplier<Object> fused(Compilation.Compiled taken, Graph graph, Map<String, Sample> inputs) {
        List<Elements> given = taken.program().roles().stream()
                .map(role -> {
                    Sample sample = Objects.requireNonNull(inputs.get(role), role);
                    ByteBuffer bytes = bytes(sample.shape());
                    bytes.asFloatBuffer().put(sample.values());
                    return Elements.of(bytes, Precision.FLOAT32, 0);
                })
                .toList();
        List<ByteBuffer> results =
                graph.outputs().stream().map(node -> bytes(node.shape())).toList();
        List<Elements> wanted = results.stream()
                .map(bytes -> Elements.of(bytes, Precision.FLOAT32, 0))
                .toList();
        return () -> {
            taken.program().run(given, wanted);
            return results;
        };
    }

    private static ByteBuffer bytes(Shape shape) {
        return ByteBuffer.allocateDirect(Float.BYTES * shape.size()).order(ByteOrder.nativeOrder());
    }

    private static Supplier<Object> evaluated(Graph graph, Map<String, Sample> inputs) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        inputs.forEach((role, sample) -> {
            double[] values = new double[sample.values().length];
            for (int i = 0; i < values.length; i++) {
                values[i] = sample.values()[i];
            }
            tensors.put(role, ReferenceTensor.of(values, sample.shape().toArray()));
        });
        return () -> graph.evaluate(tensors);
    }

    @Benchmark
    public Object engine() {
        return computation.get();
    }
}
