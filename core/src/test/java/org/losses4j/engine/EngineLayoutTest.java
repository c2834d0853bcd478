package org.losses4j.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.BatchReduction;
import org.losses4j.ExampleReduction;
import org.losses4j.LossObjective;
import org.losses4j.Objective;
import org.losses4j.engine.EngineOptions.Vectors;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Layout.Storage;
import org.losses4j.engine.memory.Precision;
import org.losses4j.execution.Programs;
import org.losses4j.graph.Graph;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;

/** Sizes around those of vectors and blocks, every layout, both storages, with vectors and without, against the oracle. */
class EngineLayoutTest {
    private static final Map<String, Function<Shape, Layout>> LAYOUTS = layouts();

    /**
     * An objective on inputs of one size.
     *
     * @param layout the layout of all tensors
     */
    record Sample(
            String objective,
            Shape shape,
            boolean sparse,
            String extra,
            String layout,
            Precision precision,
            Vectors vectors) {}

    static Stream<Sample> samples() {
        List<Shape> pointwise = shapes(
                "1", "3", "15", "16", "17", "31,1", "1,33", "5,16", "7,17", "9,1000", "4096", "4097", "2,3,5,7",
                "3,4111");
        List<Shape> classes = shapes(
                "1,2", "2,3", "3,15", "4,16", "17,17", "5,33", "33,8", "130,3", "2,1000", "3,7,5", "2,5,3,4", "70,257",
                "67,33");
        List<Sample> samples = new java.util.ArrayList<>();
        for (Vectors vectors : List.of(Vectors.WHERE_PRESENT, Vectors.NEVER)) {
            for (Precision precision : Precision.values()) {
                for (String layout : LAYOUTS.keySet()) {
                    for (Shape shape : pointwise) {
                        samples.add(new Sample("huber(delta=0.7)", shape, false, "", layout, precision, vectors));
                        samples.add(new Sample("sigmoid_focal", shape, false, "mask", layout, precision, vectors));
                        samples.add(
                                new Sample("mean_squared_error", shape, false, "weights", layout, precision, vectors));
                    }
                    for (Shape shape : classes) {
                        samples.add(
                                new Sample("categorical_cross_entropy", shape, false, "", layout, precision, vectors));
                        samples.add(new Sample(
                                "softmax_focal(gamma=1.5)", shape, false, "mask", layout, precision, vectors));
                        samples.add(
                                new Sample("cosine_similarity", shape, false, "weights", layout, precision, vectors));
                        samples.add(new Sample(
                                "sparse_categorical_cross_entropy",
                                shape,
                                true,
                                "class_weights",
                                layout,
                                precision,
                                vectors));
                        samples.add(new Sample("sparse_softmax_focal", shape, true, "", layout, precision, vectors));
                        if (shape.rank() > 2) {
                            String axis = "sparse_categorical_cross_entropy(axis=1)";
                            samples.add(new Sample(axis, shape, true, "mask", layout, precision, vectors));
                        }
                    }
                }
            }
        }
        // All of them take minutes; a third of them, another one for each neighbour, takes seconds.
        return IntStream.range(0, samples.size())
                .filter(i -> i % 3 == (i / 60) % 3)
                .mapToObj(samples::get);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void agreesWithTheOracle(Sample sample) {
        LossObjective objective = ((LossObjective) Objective.parse(sample.objective()))
                .reduce(ExampleReduction.MEAN, BatchReduction.WEIGHTED_MEAN);
        Map<String, ReferenceTensor> inputs = inputs(sample);
        Map<String, Shape> shapes = new LinkedHashMap<>();
        inputs.forEach((role, tensor) -> shapes.put(role, tensor.shape()));
        Graph graph = new Programs().value(objective, shapes).withGradient(List.of("prediction"));
        EngineOptions options =
                new EngineOptions().vectorsFrom(1).with(sample.vectors()).parallelFrom(2000);
        double tolerance = sample.precision() == Precision.FLOAT64 ? 1e-12 : 1e-5;
        EngineRun run = new EngineRun(new Engine(options), sample.precision(), LAYOUTS.get(sample.layout()));
        run.check(graph, inputs, tolerance);
        if (sample.vectors() == Vectors.WHERE_PRESENT) {
            Engine laneByLane = new Engine(
                    options.with(Vectors.WHEN_FASTER),
                    (lanes, vectors, scratch, elements) -> lanes,
                    (pass, result) -> {});
            List<double[]> vectors = run.run(graph, inputs);
            List<double[]> lanes = new EngineRun(laneByLane, run.precision(), run.layout()).run(graph, inputs);
            for (int i = 0; i < vectors.size(); i++) {
                assertArrayEquals(vectors.get(i), lanes.get(i), 0.0, "lane by lane, output " + i);
            }
        }
    }

    private static Map<String, ReferenceTensor> inputs(Sample sample) {
        Random random = new Random(sample.shape().hashCode());
        Shape shape = sample.shape();
        int axis = sample.objective().contains("axis=1") ? 1 : shape.rank() - 1;
        Map<String, ReferenceTensor> inputs = new LinkedHashMap<>();
        inputs.put("prediction", tensor(shape, () -> 2 * random.nextGaussian()));
        if (sample.sparse()) {
            int classes = shape.extent(axis);
            inputs.put("target", tensor(shape.without(axis), () -> random.nextInt(classes)));
        } else {
            inputs.put("target", tensor(shape, random::nextDouble));
        }
        Shape leading = shape.leading(1);
        switch (sample.extra()) {
            case "mask" -> inputs.put("mask", tensor(leading, () -> random.nextInt(4) > 0 ? 1 : 0));
            case "weights" -> inputs.put("weights", tensor(leading, () -> 0.5 + random.nextDouble()));
            case "class_weights" ->
                inputs.put("class_weights", tensor(Shape.of(shape.extent(axis)), () -> 0.5 + random.nextDouble()));
            default -> {}
        }
        return inputs;
    }

    private static ReferenceTensor tensor(Shape shape, java.util.function.DoubleSupplier values) {
        double[] numbers = IntStream.range(0, shape.size())
                .mapToDouble(i -> (float) values.getAsDouble())
                .toArray();
        return ReferenceTensor.of(numbers, shape.toArray());
    }

    private static Map<String, Function<Shape, Layout>> layouts() {
        Map<String, Function<Shape, Layout>> layouts = new LinkedHashMap<>();
        layouts.put("row-major", Layout::rowMajor);
        layouts.put("column-major", Layout::columnMajor);
        layouts.put("spread", shape -> scaled(Layout.rowMajor(shape), 2));
        layouts.put("row-major buffer", shape -> Layout.rowMajor(shape).in(Storage.BUFFER));
        layouts.put("column-major buffer", shape -> Layout.columnMajor(shape).in(Storage.BUFFER));
        layouts.put("row-major bytes", shape -> Layout.rowMajor(shape).in(Storage.BYTES));
        layouts.put("column-major bytes", shape -> Layout.columnMajor(shape).in(Storage.BYTES));
        layouts.put("spread bytes", shape -> scaled(Layout.rowMajor(shape), 2).in(Storage.BYTES));
        // What has an axis more or less than another tensor lies the other way round.
        layouts.put("mixed", shape -> shape.rank() % 2 == 0 ? Layout.rowMajor(shape) : Layout.columnMajor(shape));
        layouts.put("padded", EngineLayoutTest::padded);
        return layouts;
    }

    private static Layout scaled(Layout layout, int factor) {
        return new Layout(
                layout.shape(),
                layout.strides().stream().map(stride -> stride * factor).toList(),
                Storage.ARRAY);
    }

    /** Row-major with one unused element behind each row. */
    private static Layout padded(Shape shape) {
        if (shape.rank() < 2) {
            return Layout.rowMajor(shape);
        }
        Layout wider = Layout.rowMajor(shape.with(-1, shape.extent(-1) + 1));
        return new Layout(shape, wider.strides(), Storage.ARRAY);
    }

    private static List<Shape> shapes(String... texts) {
        return Arrays.stream(texts)
                .map(text -> Shape.of(Arrays.stream(text.split(","))
                        .mapToInt(Integer::parseInt)
                        .toArray()))
                .toList();
    }
}
