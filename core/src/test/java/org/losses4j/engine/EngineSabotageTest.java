package org.losses4j.engine;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.graph.Graph;
import org.losses4j.graph.Program;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** What the engine's tests compare with must notice an engine that is wrong. */
class EngineSabotageTest {
    private static final Shape SHAPE = Shape.of(3, 37);
    private static final EngineRun RUN = new EngineRun(
            new Engine(new EngineOptions().vectorsFrom(1).with(EngineOptions.Vectors.WHERE_PRESENT)),
            Precision.FLOAT32,
            Layout::rowMajor);

    static Stream<Arguments> sabotage() {
        return Stream.of(
                Arguments.of("a function", operator(x -> x.exp().mul(1.001)), operator(Tensor::exp)),
                Arguments.of(
                        "a sum",
                        operator(x -> x.sum(1, true).mul(x)),
                        operator(x -> x.sum(0, true).mul(x))),
                Arguments.of(
                        "a sign",
                        operator(x -> x.maximum(0.1).square()),
                        operator(x -> x.maximum(0.1).square().neg())));
    }

    private static UnaryOperator<Tensor> operator(UnaryOperator<Tensor> formula) {
        return formula;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sabotage")
    void aWrongDerivativeIsNoticed(String what, UnaryOperator<Tensor> wrong, UnaryOperator<Tensor> right) {
        Map<String, ReferenceTensor> inputs = inputs();
        List<double[]> got = RUN.run(graph(wrong), inputs);
        List<Tensor> wanted = graph(right).evaluate(new LinkedHashMap<>(inputs));
        assertThrows(
                AssertionError.class,
                () -> EngineRun.near(what, got.get(1), wanted.get(1).toArray(), 1e-5));
    }

    @Test
    void aWrongTailIsNoticed() {
        List<double[]> got = RUN.run(graph(Tensor::exp), inputs());
        double[] spoiled = got.get(1).clone();
        spoiled[36] *= 1.001;
        assertThrows(AssertionError.class, () -> EngineRun.near("the tail", spoiled, got.get(1), 1e-5));
    }

    private static Graph graph(UnaryOperator<Tensor> formula) {
        return Program.record(Map.of("x", SHAPE), t -> formula.apply(t.get("x")))
                .withGradient(List.of("x"));
    }

    private static Map<String, ReferenceTensor> inputs() {
        double[] values = new java.util.Random(9).doubles(SHAPE.size(), 0.5, 1).toArray();
        return Map.of("x", ReferenceTensor.of(values, SHAPE.toArray()));
    }
}
