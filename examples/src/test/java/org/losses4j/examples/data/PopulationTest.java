package org.losses4j.examples.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PopulationTest {

    @Test
    void ofTwoNormalCoordinatesAShareIsWithinThreeDeviations() {
        EightGaussians points = new EightGaussians();
        double[][] drawn = points.draw(40_000, new Random(3));
        double good = Arrays.stream(drawn)
                        .filter(point -> points.mode(point).isPresent())
                        .count()
                / (double) drawn.length;
        // 1 − exp(−3²/2), the distance being Rayleigh distributed; 4 standard errors.
        assertEquals(1 - Math.exp(-4.5), good, 4 * Math.sqrt(0.989 * 0.011 / drawn.length));
    }

    @Test
    void modesAreCountedFromTheRight() {
        EightGaussians points = new EightGaussians();
        assertEquals(OptionalInt.of(0), points.mode(new double[] {1.1, 0.1}));
        assertEquals(OptionalInt.of(2), points.mode(new double[] {0, 0.9}));
        assertEquals(OptionalInt.of(4), points.mode(new double[] {-1, 0}));
        assertEquals(OptionalInt.empty(), points.mode(new double[] {0, 0}));
        assertEquals(OptionalInt.empty(), points.mode(new double[] {1.16, 0}));
    }

    @Test
    void aDigitIsAsGoodAsHeldOutOnesAre() throws IOException {
        Digits all = Digits.bundled();
        DigitPopulation digits = new DigitPopulation(all, 5);
        Digits heldOut = all.split(0.2, 5).test();
        int good = 0;
        int right = 0;
        for (int i = 0; i < heldOut.size(); i++) {
            OptionalInt mode = digits.mode(heldOut.pixels()[i]);
            good += mode.isPresent() ? 1 : 0;
            right += mode.equals(OptionalInt.of(heldOut.labels()[i])) ? 1 : 0;
        }
        assertEquals(0.95, good / (double) heldOut.size(), 0.005);
        // A nearest neighbour is nearly always of the same class in these data.
        assertTrue(right > 0.97 * good, right + " of " + good);
        Random random = new Random(1);
        double[] noise = random.doubles(64).toArray();
        assertEquals(OptionalInt.empty(), digits.mode(noise));
        double[] own = digits.draw(1, random)[0];
        assertTrue(digits.mode(own).isPresent());
    }
}
