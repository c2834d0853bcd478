package org.losses4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.losses4j.ChildJvm;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.graph.Graph;
import org.losses4j.graph.Program;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;

/** A JVM that was started without jdk.incubator.vector computes the same, and says once how to be faster. */
class EngineWithoutModuleTest {

    @Test
    void scalarCodeTakesOver() throws IOException, InterruptedException {
        String output = ChildJvm.run("-cp", ChildJvm.classPath(), Other.class.getName());
        assertEquals(2, output.split("--add-modules jdk.incubator.vector", -1).length, output);
    }

    /** Then products and sums are rounded one by one. */
    @Test
    void scalarCodeComputesWithoutFusedMultiplyAdd() throws IOException, InterruptedException {
        ChildJvm.run("-XX:-UseFMA", "-cp", ChildJvm.classPath(), Other.class.getName());
    }

    /** The other JVM. */
    static final class Other {
        private Other() {}

        public static void main(String[] arguments) {
            Shape shape = Shape.of(3, 37);
            double[] values =
                    new java.util.Random(9).doubles(shape.size(), -1, 1).toArray();
            Map<String, ReferenceTensor> inputs = Map.of("x", ReferenceTensor.of(values, shape.toArray()));
            Graph graph = Program.record(
                            Map.of("x", shape),
                            t -> t.get("x").logSoftmax(1).square().sum())
                    .withGradient(List.of("x"));
            EngineRun run =
                    new EngineRun(new Engine(new EngineOptions().vectorsFrom(1)), Precision.FLOAT64, Layout::rowMajor);
            run.check(graph, inputs, 1e-12);
            run.check(graph, inputs, 1e-12);
        }
    }
}
