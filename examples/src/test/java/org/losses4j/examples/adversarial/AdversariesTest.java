package org.losses4j.examples.adversarial;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.examples.data.EightGaussians;
import org.losses4j.examples.data.Population;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.laboratory.SmallNetworks;

class AdversariesTest {
    private static final Population POINTS = new EightGaussians();

    private static Stream<Arguments> all() {
        return Arrays.stream(Framework.values())
                .flatMap(framework -> Arrays.stream(Kind.values()).map(kind -> Arguments.of(framework, kind)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void comesNearerToTheRingAndIsRestored(Framework framework, Kind kind, @TempDir Path folder) throws IOException {
        SmallNetworks.useOneThread(framework);
        Plan plan = new Plan(kind, 2, false, 2, 400, 4);
        Random draws = new Random(4);
        double[][] latents = new Random(5)
                .doubles(400)
                .mapToObj(x -> new double[] {4 * x - 2, 1 - x})
                .toArray(double[][]::new);
        try (Adversaries adversaries = Adversaries.create(framework, plan)) {
            double before = away(adversaries.generate(latents));
            List<Adversaries.Step> steps = adversaries.train(() -> POINTS.draw(32, draws), 250);
            assertEquals(250, steps.size());
            assertTrue(steps.stream().allMatch(step -> Double.isFinite(step.critic() + step.generator())));
            double after = away(adversaries.generate(latents));
            assertTrue(after < before, () -> before + " became " + after);
            adversaries.save(folder);
            try (Adversaries restored = Adversaries.restore(framework, plan, folder)) {
                assertArrayEquals(adversaries.generate(latents), restored.generate(latents));
            }
        }
    }

    /** The mean distance from the ring. */
    private static double away(double[][] points) {
        return Arrays.stream(points)
                .mapToDouble(point -> Math.abs(Math.hypot(point[0], point[1]) - 1))
                .average()
                .orElseThrow();
    }

    @Test
    void aModeIsFoundWithOneInAHundred() {
        double[][] made = new double[300][];
        Arrays.fill(made, new double[] {5, 5});
        Arrays.fill(made, 0, 3, new double[] {1, 0});
        Arrays.fill(made, 3, 5, new double[] {-1, 0});
        assertArrayEquals(new int[] {3, 0, 0, 0, 2, 0, 0, 0}, Imitation.found(POINTS, made));
        assertEquals(1, Imitation.modes(POINTS, made));
        assertEquals(5 / 300.0, Imitation.good(POINTS, made), 1e-12);
    }
}
