package org.losses4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
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
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Other.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), output);
        assertEquals(2, output.split("--add-modules jdk.incubator.vector", -1).length, output);
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
