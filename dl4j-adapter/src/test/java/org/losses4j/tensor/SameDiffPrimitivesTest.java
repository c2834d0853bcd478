package org.losses4j.tensor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.dl4j.samediff.SameDiffGraphs;
import org.losses4j.graph.Graph;
import org.losses4j.graph.Program;

/** Every primitive, written as operations of SameDiff, has the value and the derived gradient that it has on the reference. */
class SameDiffPrimitivesTest {

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
            List<Tensor> got = SameDiffGraphs.run(graph, inputs);
            for (int i = 0; i < wanted.size(); i++) {
                Primitive.assertSame(
                        "output " + i + " of " + primitive + " of " + operands, got.get(i), wanted.get(i), 1e-12);
            }
        }
    }
}
