package org.losses4j.examples.laboratory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.losses4j.examples.data.Samples;
import org.losses4j.examples.network.ImageNetwork;

/**
 * A training of a network over images.
 *
 * @param network the network
 * @param restorer opens the saved network
 * @param epochs the batches of each epoch
 * @param test the images to judge by
 * @param verdict judges the outputs for the test images
 * @param <P> the type of the data that pictures are drawn from
 */
@SuppressWarnings("ArrayRecordComponent") // it only holds data, and is never compared
public record ImageTraining<P>(
        ImageNetwork network,
        ImageNetwork.Restorer restorer,
        Supplier<List<Samples>> epochs,
        float[][] test,
        Function<float[][], Judgement<P>> verdict)
        implements Training<P> {
    private static final int CHUNK = 256;

    /** Returns the mean of the batches' losses, each before the network learnt from it. */
    @Override
    public double epoch() {
        return epochs.get().stream().mapToDouble(network::train).average().orElseThrow();
    }

    @Override
    public Judgement<P> judge() {
        return verdict.apply(Finite.predictions(outputs(network)));
    }

    @Override
    public boolean keep(Path folder) throws IOException {
        network.save(folder);
        try (ImageNetwork restored = restorer.restore(folder)) {
            return Arrays.deepEquals(outputs(network), outputs(restored));
        }
    }

    private float[][] outputs(ImageNetwork of) {
        float[][] outputs = new float[test.length][];
        for (int start = 0; start < test.length; start += CHUNK) {
            float[][] part = of.outputs(Arrays.copyOfRange(test, start, Math.min(start + CHUNK, test.length)));
            System.arraycopy(part, 0, outputs, start, part.length);
        }
        return outputs;
    }

    @Override
    public void close() {
        network.close();
    }
}
