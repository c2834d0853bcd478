package org.losses4j.examples.vae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.losses4j.examples.data.Digits;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.laboratory.SmallNetworks;
import org.losses4j.loss.generative.Vae;

class AutoencoderTest {
    private static final int LATENTS = 4;

    @ParameterizedTest
    @EnumSource
    void raisesTheBoundAndIsRestored(Framework framework, @TempDir Path folder) throws IOException {
        SmallNetworks.useOneThread(framework);
        double[][] images = Digits.bundled().blackAndWhite().pixels();
        double[][] few = Arrays.copyOf(images, 50);
        Vae loss = new Vae(Vae.Reconstruction.BINARY_CROSS_ENTROPY, 1);
        try (Autoencoder network = Autoencoder.create(framework, Digits.SIDE * Digits.SIDE, LATENTS, loss, 3)) {
            Bound untrained = Bound.of(network, few, 1);
            double seen = network.trainEpoch(Collections.nCopies(60, few));
            Bound trained = Bound.of(network, few, 1);
            assertTrue(trained.elbo() > untrained.elbo() + 10, () -> untrained + " became " + trained);
            assertTrue(seen > -trained.elbo() && seen < -untrained.elbo(), () -> "mean loss " + seen);

            Autoencoder.Latents latents = network.encode(few);
            assertEquals(few.length, latents.mean().length);
            assertEquals(LATENTS, latents.logVariance()[0].length);
            assertEquals(Digits.SIDE * Digits.SIDE, network.decode(latents.mean())[0].length);
            network.save(folder);
            try (Autoencoder restored =
                    Autoencoder.restore(framework, Digits.SIDE * Digits.SIDE, LATENTS, loss, folder)) {
                assertArrayEquals(latents.mean(), restored.encode(few).mean());
                assertArrayEquals(network.decode(latents.mean()), restored.decode(latents.mean()));
            }
        }
    }
}
