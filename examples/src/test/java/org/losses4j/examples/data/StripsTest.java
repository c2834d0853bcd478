package org.losses4j.examples.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StripsTest {
    // The digit d is a block of the ink (d + 1) / 10, so that a strip can be read off its pixels.
    private static final Digits BLOCKS = new Digits(
            IntStream.range(0, 10)
                    .mapToObj(d -> {
                        double[] pixels = new double[Digits.SIDE * Digits.SIDE];
                        Arrays.fill(pixels, (d + 1) / 10.0);
                        return pixels;
                    })
                    .toArray(double[][]::new),
            IntStream.range(0, 10).toArray());

    @Test
    void whatAStripSaysIsInIt() {
        int touching = 0;
        for (Strip strip : new Strips(BLOCKS, 5).next(300)) {
            int digits = strip.digits().length;
            assertTrue(digits >= 3 && digits <= Strips.MOST_DIGITS, () -> "length " + digits);
            double[] inks = IntStream.range(0, Strips.WIDTH)
                    .mapToDouble(x -> strip.pixels()[x])
                    .toArray();
            int first = IntStream.range(0, inks.length)
                    .filter(x -> inks[x] > 0)
                    .findFirst()
                    .orElseThrow();
            int last = IntStream.range(0, inks.length)
                    .filter(x -> inks[x] > 0)
                    .max()
                    .orElseThrow();
            assertTrue(first <= 4);
            int width = last + 1 - first;
            assertTrue(width >= 8 * digits - 2 * (digits - 1) && width <= 8 * digits + 2 * (digits - 1), "width");
            assertEquals((strip.digits()[0] + 1) / 10.0, inks[first + 2], 1e-6);
            assertEquals((strip.digits()[digits - 1] + 1) / 10.0, inks[last - 2], 1e-6);
            touching += width < 8 * digits ? 1 : 0;
        }
        assertTrue(touching > 50 && touching < 250, touching + " strips with overlaps");
    }

    @Test
    void noiseHasTheDeviationAskedFor() {
        float[] clean = new Strips(BLOCKS, 5).next(1).get(0).pixels();
        float[] noisy = new Strips(BLOCKS, 0.15, 5).next(1).get(0).pixels();
        double[] added = IntStream.range(0, clean.length)
                .mapToDouble(i -> noisy[i] - clean[i])
                .toArray();
        assertEquals(0, Arrays.stream(added).average().orElseThrow(), 0.03);
        assertEquals(
                0.15,
                Math.sqrt(
                        Arrays.stream(added).map(each -> each * each).average().orElseThrow()),
                0.02);
    }

    @Test
    void batchesPadLabels() {
        Strip three = new Strip(new float[Strips.HEIGHT * Strips.WIDTH], new int[] {4, 0, 4});
        float[] dark = new float[Strips.HEIGHT * Strips.WIDTH];
        dark[1] = 1;
        Strip seven = new Strip(dark, new int[] {1, 2, 3, 4, 5, 6, 9});
        List<StripBatch> batches = StripBatch.of(List.of(three, seven, three), 2);
        assertEquals(2, batches.size());
        StripBatch batch = batches.get(0);
        assertArrayEquals(new float[] {5, 1, 5, 0, 0, 0, 0, 2, 3, 4, 5, 6, 7, 10}, batch.labels());
        assertArrayEquals(new float[] {1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1}, batch.mask());
        assertArrayEquals(new float[] {3, 7}, batch.lengths());
        assertEquals(1, batch.pixels()[dark.length + 1]);
        assertEquals(1, batches.get(1).size());
    }

    @Test
    void aSeedIsARowOfStrips() {
        assertArrayEquals(
                new Strips(BLOCKS, 7).next(3).get(2).pixels(),
                new Strips(BLOCKS, 7).next(3).get(2).pixels());
    }
}
