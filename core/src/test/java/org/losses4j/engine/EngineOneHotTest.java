package org.losses4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.engine.EngineOptions.Vectors;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Layout.Storage;
import org.losses4j.engine.memory.Precision;
import org.losses4j.execution.Programs;
import org.losses4j.graph.Graph;
import org.losses4j.graph.Program;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** Class indices are taken by index, whatever they are and however tensors lie. */
class EngineOneHotTest {
    private static final int ROWS = 21;
    private static final int CLASSES = 45;
    private static final double[] LABELS = {
        0,
        -0.0,
        1,
        44,
        45,
        46,
        -1,
        -100,
        0.5,
        43.5,
        44.5,
        1e9,
        -1e9,
        1e30,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        7,
        31,
        32,
        16
    };
    private static final Map<String, Function<Shape, Layout>> LAYOUTS = Map.of(
            "row-major", Layout::rowMajor,
            "column-major", Layout::columnMajor,
            "row-major bytes", shape -> Layout.rowMajor(shape).in(Storage.BYTES),
            "column-major bytes", shape -> Layout.columnMajor(shape).in(Storage.BYTES),
            "tiles", shape -> Layout.rowMajor(shape).in(Storage.BUFFER),
            "tiles across rows", shape -> Layout.columnMajor(shape).in(Storage.BUFFER));

    record Case(String layout, Precision precision, Vectors vectors) {}

    static Stream<Case> cases() {
        return LAYOUTS.keySet().stream()
                .sorted()
                .flatMap(layout -> Arrays.stream(Precision.values())
                        .flatMap(precision -> Stream.of(Vectors.WHERE_PRESENT, Vectors.NEVER)
                                .map(vectors -> new Case(layout, precision, vectors))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void anyNumberIsTakenAsTheOracleTakesIt(Case given) {
        check(given, (values, labels) -> {
            Tensor chosen = labels.oneHot(CLASSES, 1);
            Tensor logProbabilities = values.logSoftmax(1);
            return chosen.where(logProbabilities.exp().mul(values), 0).sum(1, false);
        });
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatOtherPositionsHaveTooIsKept(Case given) {
        check(given, (values, labels) -> {
            Tensor smoothed = labels.oneHot(CLASSES, 1).mul(0.9).add(0.1 / CLASSES);
            return smoothed.mul(values.logSoftmax(1)).sum(1, false);
        });
    }

    private static void check(Case given, BinaryOperator<Tensor> formula) {
        Random random = new Random(3);
        double[] values = IntStream.range(0, ROWS * CLASSES)
                .mapToDouble(i -> (float) (3 * random.nextGaussian()))
                .toArray();
        Map<String, ReferenceTensor> inputs = new LinkedHashMap<>();
        inputs.put("values", ReferenceTensor.of(values, ROWS, CLASSES));
        inputs.put("labels", ReferenceTensor.of(LABELS, ROWS));
        Map<String, Shape> shapes = Map.of("values", Shape.of(ROWS, CLASSES), "labels", Shape.of(ROWS));
        Graph graph = Program.record(shapes, tensors -> formula.apply(tensors.get("values"), tensors.get("labels")))
                .withGradient(List.of("values"));
        Engine engine = new Engine(new EngineOptions().vectorsFrom(1).with(given.vectors()));
        new EngineRun(engine, given.precision(), LAYOUTS.get(given.layout()))
                .check(graph, inputs, given.precision() == Precision.FLOAT64 ? 1e-13 : 2e-6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sparse_categorical_cross_entropy",
                "sparse_categorical_cross_entropy(label_smoothing=0.1)",
                "sparse_softmax_focal",
                "sparse_softmax_focal(alpha=0.5,gamma=1.5)"
            })
    void ofManyClassesOneIsPicked(String objective) {
        String many = disassembled(objective, Shape.of(8, 100), Shape.of(8));
        assertEquals(List.of(true, false), List.of(many.contains("pick prediction"), many.contains("index")), many);
        String few = disassembled(objective, Shape.of(80, 10), Shape.of(80));
        assertEquals(List.of(false, true), List.of(few.contains("pick"), few.contains("index")), few);
    }

    /** With a position axis next to the classes, too. */
    @Test
    void withinChannels() {
        String text = disassembled("sparse_categorical_cross_entropy(axis=1)", Shape.of(2, 40, 70), Shape.of(2, 70));
        assertEquals(List.of(true, true), List.of(text.contains("pick"), text.contains("across rows")), text);
    }

    /** One row, be it a batch of one or a prediction without a batch, and class weights that nothing but an index reads. */
    @ParameterizedTest
    @MethodSource("objectives")
    void ofOneRowToo(String objective, boolean classWeights, Shape prediction) {
        Shape target = prediction.without(-1);
        int classes = prediction.extent(-1);
        Random random = new Random(5);
        Map<String, ReferenceTensor> inputs = new LinkedHashMap<>();
        inputs.put(Role.PREDICTION, random(random, prediction));
        inputs.put(
                Role.TARGET,
                ReferenceTensor.of(
                        IntStream.range(0, target.size())
                                .mapToDouble(i -> random.nextInt(classes))
                                .toArray(),
                        target.toArray()));
        if (classWeights) {
            inputs.put(Role.CLASS_WEIGHTS, random(random, Shape.of(classes)));
        }
        Map<String, Shape> shapes = new LinkedHashMap<>();
        inputs.forEach((role, tensor) -> shapes.put(role, tensor.shape()));
        Graph graph = new Programs().value(Objective.parse(objective), shapes).withGradient(List.of(Role.PREDICTION));
        for (Vectors vectors : Vectors.values()) {
            Engine engine = new Engine(new EngineOptions().vectorsFrom(1).with(vectors));
            new EngineRun(engine, Precision.FLOAT64, Layout::rowMajor).check(graph, inputs, 1e-13);
            new EngineRun(
                            engine,
                            Precision.FLOAT32,
                            shape -> Layout.rowMajor(shape).in(Storage.BYTES))
                    .check(graph, inputs, 2e-6);
        }
    }

    static Stream<Arguments> objectives() {
        return Stream.of(
                        "sparse_categorical_cross_entropy",
                        "sparse_categorical_cross_entropy(label_smoothing=0.1)",
                        "sparse_categorical_cross_entropy(ignore_index=3)",
                        "objective(loss=sparse_categorical_cross_entropy, example=mean, batch=weighted_mean)",
                        "objective(loss=sparse_categorical_cross_entropy, example=mean, batch=none)",
                        "sparse_softmax_focal",
                        "objective(loss=sparse_softmax_focal(alpha=0.5), example=mean, batch=weighted_mean)")
                .flatMap(objective -> Stream.of(true, false)
                        .flatMap(weights -> Stream.of(
                                        Shape.of(1, 32),
                                        Shape.of(45),
                                        Shape.of(1, 1, 33),
                                        Shape.of(5, 1, 40),
                                        Shape.of(8, 100))
                                .map(shape -> Arguments.of(objective, weights, shape))));
    }

    private static ReferenceTensor random(Random random, Shape shape) {
        double[] values = IntStream.range(0, shape.size())
                .mapToDouble(i -> (float) Math.abs(random.nextGaussian()))
                .toArray();
        return ReferenceTensor.of(values, shape.toArray());
    }

    private static String disassembled(String objective, Shape prediction, Shape target) {
        Map<String, Shape> shapes = Map.of("prediction", prediction, "target", target);
        Map<String, Layout> layouts = new LinkedHashMap<>();
        shapes.forEach((role, shape) -> layouts.put(role, Layout.rowMajor(shape)));
        Graph graph = new Programs().value(Objective.parse(objective), shapes).withGradient(List.of("prediction"));
        List<Layout> results = graph.outputs().stream()
                .map(node -> Layout.rowMajor(node.shape()))
                .toList();
        Engine engine = new Engine(new EngineOptions().vectorsFrom(1));
        Compilation compilation = engine.compile(graph, Precision.FLOAT32, layouts, results);
        return ((Compilation.Compiled) compilation).program().disassemble();
    }
}
