package org.losses4j.examples.ctc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.losses4j.examples.data.Digits;
import org.losses4j.examples.data.StripBatch;
import org.losses4j.examples.data.Strips;
import org.losses4j.examples.laboratory.Finite;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.laboratory.Judgement;
import org.losses4j.examples.laboratory.SmallNetworks;
import org.losses4j.examples.laboratory.Training;
import org.losses4j.tensor.Tensor;

/** One training of a reader of strips, which gets new strips in each epoch. */
final class CtcTraining implements Training<List<Reading>> {
    private static final int STRIPS = 1280;
    private static final int BATCH = 64;
    private static final double TEST_SHARE = 0.2;
    private static final double NOISE = 0.15; // so that the few images there are are not learnt by heart

    /** How many strips it is judged by. */
    static final int TEST_STRIPS = 500;

    private final Framework framework;
    private final int steps;
    private final Strips strips;
    private final StripBatch test;
    private final StripReader reader;

    CtcTraining(Framework framework, int epochs, long seed) throws IOException {
        SmallNetworks.useOneThread(framework);
        this.framework = framework;
        this.steps = epochs * STRIPS / BATCH;
        Digits.Parts digits = Digits.bundled().split(TEST_SHARE, seed);
        this.strips = new Strips(digits.train(), NOISE, seed);
        this.test = new StripBatch(new Strips(digits.test(), seed).next(TEST_STRIPS));
        this.reader = StripReader.create(framework, steps, seed);
    }

    @Override
    public double epoch() {
        return reader.trainEpoch(StripBatch.of(strips.next(STRIPS), BATCH));
    }

    @Override
    public Judgement<List<Reading>> judge() {
        Tensor logits = reader.logits(test);
        Finite.predictions(logits.toArray());
        List<Reading> readings = Reading.of(test, logits);
        return new Judgement<>(
                Map.of(
                        CtcExample.GREEDY.key(), Reading.greedyErrorRate(readings),
                        CtcExample.BEAM.key(), Reading.beamErrorRate(readings),
                        CtcExample.RIGHT.key(), Reading.shareRight(readings)),
                readings);
    }

    @Override
    public boolean keep(Path folder) throws IOException {
        reader.save(folder);
        double[] saved = reader.logits(test).toArray();
        try (StripReader restored = StripReader.restore(framework, steps, folder)) {
            return Arrays.equals(saved, restored.logits(test).toArray());
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
