package org.losses4j.examples.language;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.losses4j.examples.data.Tokens;
import org.losses4j.examples.laboratory.Finite;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.laboratory.Judgement;
import org.losses4j.examples.laboratory.Training;
import org.losses4j.tensor.Tensor;

/** One training of a model of a text, and the time that it takes. */
final class LanguageTraining implements Training<Reading> {
    /** Rows of a step. */
    static final int BATCH = 1024;

    private static final int JUDGED = 256;

    private final Framework framework;
    private final Corpus corpus;
    private final LanguageModel.Plan plan;
    private final Random order;
    private final LanguageModel model;
    private final List<Double> bitsPerCharacter = new ArrayList<>();
    private final List<Double> seconds = new ArrayList<>();

    LanguageTraining(Framework framework, Corpus corpus, int chunkRows, long seed) {
        this.framework = framework;
        this.corpus = corpus;
        this.plan = new LanguageModel.Plan(corpus.vocabulary().size(), chunkRows);
        this.order = new Random(seed);
        this.model = LanguageModel.create(framework, plan, seed);
    }

    @Override
    public double epoch() {
        List<Tokens.Batch> batches = corpus.train().shuffled(BATCH, order);
        long begun = System.nanoTime();
        double loss = model.trainEpoch(batches);
        seconds.add((System.nanoTime() - begun) / 1e9);
        bitsPerCharacter.add(Arrays.stream(bits()).sum() / corpus.testCharacters());
        return loss;
    }

    /** −log₂ of the probability of each held-out token. */
    private double[] bits() {
        return corpus.test().inOrder(JUDGED).stream()
                .flatMapToDouble(batch -> bits(model.logits(batch), batch.next()))
                .toArray();
    }

    private static DoubleStream bits(Tensor logits, int[] next) {
        double[] values = logits.logSoftmax(1).toArray();
        int classes = logits.shape().extent(1);
        return IntStream.range(0, next.length).mapToDouble(row -> -values[row * classes + next[row]] / Math.log(2));
    }

    @Override
    public Judgement<Reading> judge() {
        List<String> texts = corpus.vocabulary().decode(corpus.test().tokens());
        double[] bits = Finite.predictions(bits());
        List<Prediction> predictions = IntStream.range(0, bits.length)
                .mapToObj(i -> new Prediction(texts.get(i), bits[i]))
                .toList();
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put(LanguageExample.BITS.key(), bitsPerCharacter.get(bitsPerCharacter.size() - 1));
        figures.put(
                LanguageExample.SECONDS.key(),
                seconds.stream().sorted().skip(seconds.size() / 2).findFirst().orElseThrow());
        return new Judgement<>(figures, new Reading(List.copyOf(bitsPerCharacter), predictions));
    }

    @Override
    public boolean keep(Path folder) throws IOException {
        Tokens.Batch some = corpus.test().inOrder(JUDGED).get(0);
        model.save(folder);
        double[] saved = model.logits(some).toArray();
        try (LanguageModel restored = LanguageModel.restore(framework, plan, folder)) {
            return Arrays.equals(saved, restored.logits(some).toArray());
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
