package org.losses4j.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.losses4j.Objective;
import org.losses4j.engine.internal.codegen.VectorModule;
import org.losses4j.engine.internal.plan.SweepPlan;
import org.losses4j.engine.internal.run.KernelTiers;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.execution.Programs;
import org.losses4j.graph.Graph;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;

/** A few latents, of which exponentials are computed, beside the many pixels of an image. */
class VectorWidthTest {
    private static final int EXAMPLES = 5;
    private static final List<String> TRAINED = List.of("prediction", "mean", "log_variance");

    private static Map<String, Shape> shapes(int pixels, int latents) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put("prediction", Shape.of(EXAMPLES, pixels));
        shapes.put("target", Shape.of(EXAMPLES, pixels));
        shapes.put("mean", Shape.of(EXAMPLES, latents));
        shapes.put("log_variance", Shape.of(EXAMPLES, latents));
        return shapes;
    }

    private static int lanes(Precision precision, String loss, int pixels, int latents) {
        List<SweepPlan> plans = SweepPlans.of(
                        Objective.parse(loss),
                        SweepPlans.layouts(shapes(pixels, latents), Layout::rowMajor),
                        TRAINED,
                        Layout::rowMajor,
                        1)
                .get(precision);
        return Objects.requireNonNull(plans).get(0).memoryPlan().lanes();
    }

    @ParameterizedTest
    @EnumSource
    void latentsOfHalfAVectorAreAVectorOfHalfTheWidth(Precision precision) {
        int most = VectorModule.lanes(precision);
        assumeTrue(most >= 8);
        int half = most / 2;
        assertEquals(half, lanes(precision, "vae", 8 * most, half));
        assertEquals(half, lanes(precision, "vae", 8 * most, most - 1));
        assertEquals(most, lanes(precision, "vae", 8 * most, half - 1), "still shorter than a vector");
        assertEquals(most, lanes(precision, "vae", 8 * most, most), "a whole vector");
        assertEquals(most, lanes(precision, "vae", half, half), "nothing but short axes");
        assertEquals(
                most,
                lanes(precision, "vae(reconstruction=binary_cross_entropy)", 8 * most, half),
                "exponentials of the pixels too");
    }

    @ParameterizedTest
    @EnumSource
    void theBitsAreThoseOfScalarCode(Precision precision) {
        int most = VectorModule.lanes(precision);
        assumeTrue(most >= 8);
        Map<String, Shape> shapes = shapes(8 * most + 3, most / 2 + 1);
        Random random = new Random(5);
        Map<String, ReferenceTensor> inputs = new LinkedHashMap<>();
        shapes.forEach((role, shape) -> inputs.put(
                role, ReferenceTensor.of(random.doubles(shape.size(), -2, 2).toArray(), EXAMPLES, shape.extent(1))));
        Graph graph = new Programs().value(Objective.parse("vae"), shapes).withGradient(TRAINED);
        List<double[]> lanes = run((first, second, scratch, elements) -> first, precision, graph, inputs);
        List<double[]> vectors = run((first, second, scratch, elements) -> second, precision, graph, inputs);
        for (int i = 0; i < lanes.size(); i++) {
            assertArrayEquals(vectors.get(i), lanes.get(i), 0.0, "output " + i);
        }
        Engine engine = new Engine(new EngineOptions().vectorsFrom(1).warmUp(false));
        new EngineRun(engine, precision, Layout::rowMajor)
                .check(graph, inputs, precision == Precision.FLOAT64 ? 1e-13 : 1e-5);
    }

    private static List<double[]> run(
            KernelTiers tiers, Precision precision, Graph graph, Map<String, ReferenceTensor> inputs) {
        Engine engine = EngineFixtures.tiered(new EngineOptions().vectorsFrom(1), tiers);
        return new EngineRun(engine, precision, Layout::rowMajor).run(graph, inputs);
    }
}
