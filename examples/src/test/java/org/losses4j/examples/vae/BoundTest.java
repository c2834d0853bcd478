package org.losses4j.examples.vae;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundTest {

    // ½ Σ (μ² + σ² − 1 − log σ²) by hand; a decoder that says ½ everywhere pays log 2 for each pixel.
    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1, 0, 1.5", "0, 1, 1.0774227426885678", "-2, 0, 6"})
    void isReconstructionAndDivergence(double mean, double logVariance, double divergence) {
        double[][] images = {{0, 1, 1, 0}, {1, 1, 1, 0}};
        Bound bound = Bound.of(new Undecided(mean, logVariance), images, 1);
        assertEquals(4 * Math.log(2), bound.reconstruction(), 1e-12);
        assertEquals(divergence, bound.divergence(), 1e-12);
        assertEquals(-4 * Math.log(2) - divergence, bound.elbo(), 1e-12);
    }

    private record Undecided(double mean, double logVariance) implements Autoencoder {
        private static final int LATENTS = 3;

        @Override
        public double trainEpoch(List<double[][]> batches) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Latents encode(double[][] images) {
            return new Latents(filled(images.length, mean), filled(images.length, logVariance));
        }

        private static double[][] filled(int rows, double value) {
            return IntStream.range(0, rows)
                    .mapToObj(i -> {
                        double[] row = new double[LATENTS];
                        Arrays.fill(row, value);
                        return row;
                    })
                    .toArray(double[][]::new);
        }

        @Override
        public double[][] decode(double[][] points) {
            return new double[points.length][4];
        }

        @Override
        public void save(Path folder) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
