package org.losses4j.tensor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.djl.internal.torchscript.TorchScriptGraphs;
import org.losses4j.graph.Graph;
import org.losses4j.graph.Program;

/** Every primitive, written as TorchScript, has the value and the derived gradient that it has on the reference. */
class TorchScriptPrimitivesTest {

    static List<Primitive> primitives() {
        return Primitives.all();
    }

    @ParameterizedTest
    @MethodSource("primitives")
    void agreesWithTheReference(Primitive primitive) {
        for (List<ReferenceTensor> operands : primitive.operands()) {
            Map<String, Tensor> inputs = new LinkedHashMap<>();
            Map<String, Shape> shapes = new LinkedHashMap<>();
            for (ReferenceTensor operand : operands) {
                String name = "x" + inputs.size();
                inputs.put(name, operand);
                shapes.put(name, operand.shape());
            }
            Graph graph = Program.record(shapes, traced -> primitive.operation().apply(List.copyOf(traced.values())))
                    .withGradient(List.copyOf(shapes.keySet()));
            List<Tensor> wanted = graph.evaluate(inputs);
            List<Tensor> got = TorchScriptGraphs.run(graph, inputs);
            for (int i = 0; i < wanted.size(); i++) {
                Primitive.assertSame(
                        "output " + i + " of " + primitive + " of " + operands, got.get(i), wanted.get(i), 1e-12);
            }
        }
    }

    /** PyTorch's own softplus is the identity from 20 on. */
    @Test
    void softplusKeepsWhatFloat64CanTell() {
        Tensor x = ReferenceTensor.vector(18, 19.9, 20.1, 22, 26, 39, 41);
        Graph graph = Program.record(
                        Map.of("x", x.shape()), inputs -> inputs.get("x").softplus())
                .value();
        Tensor got = TorchScriptGraphs.run(graph, Map.of("x", x)).get(0);
        Primitive.assertSame("softplus", got, x.softplus(), 1e-15);
    }
}
