package org.losses4j.examples.triplet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.losses4j.Loss;
import org.losses4j.Objective;
import org.losses4j.examples.data.BalancedBatches;
import org.losses4j.examples.data.Images;
import org.losses4j.examples.data.UnseenClasses;
import org.losses4j.examples.laboratory.Comparison;
import org.losses4j.examples.laboratory.ComparisonReport;
import org.losses4j.examples.laboratory.Contender;
import org.losses4j.examples.laboratory.Example;
import org.losses4j.examples.laboratory.Experiment;
import org.losses4j.examples.laboratory.Figure;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.laboratory.ImageTraining;
import org.losses4j.examples.laboratory.Judgement;
import org.losses4j.examples.laboratory.Run;
import org.losses4j.examples.laboratory.SmallNetworks;
import org.losses4j.examples.laboratory.Training;
import org.losses4j.examples.laboratory.Trials;
import org.losses4j.examples.metrics.Spread;
import org.losses4j.examples.network.ImageNetwork;
import org.losses4j.loss.classification.SparseCategoricalCrossEntropy;
import org.losses4j.loss.embedding.SemiHardTriplet;

/** Trains embeddings that tell digits apart by their distance, including digits that were never seen in training. */
public final class TripletExample implements Example {
    static final Figure SEEN = new Figure("recall_at_1_seen", "recall@1, seen classes", "%.4f");
    static final Figure UNSEEN = new Figure("recall_at_1_unseen", "recall@1, unseen classes", "%.4f");
    static final int DIMENSIONS = 64;
    private static final int OF_EACH_CLASS = 10;
    private static final String TRIPLETS = "triplet";
    // The hardest triplets, from the start, put all embeddings of Fashion-MNIST in one place.
    private static final Loss TRIPLET = new SemiHardTriplet();

    @Override
    public String name() {
        return "triplet";
    }

    @Override
    public String summary() {
        return "digits found by their neighbours in an embedding, three of ten never seen: triplets against classes";
    }

    @Override
    public int defaultEpochs() {
        return 12;
    }

    @Override
    public int defaultRepeats() {
        return 3;
    }

    @Override
    public boolean takesImages() {
        return true;
    }

    @Override
    public void run(Run run) throws IOException {
        UnseenClasses data = UnseenClasses.of(run.data(), run.seed());
        run.out()
                .printf(
                        "train: %d images of %d classes; test: %d images of these, %d of %s, never seen in training%n",
                        data.train().size(),
                        data.train().classCount(),
                        data.seen().size(),
                        data.unseen().size(),
                        data.held());
        run.out().flush();
        Trials<Embedding> trials = new Comparison<>(run, new Embeddings(run.data())).train(name());
        Map<String, Spread> pixels = pixels(run);
        new ComparisonReport(run, name(), trials, List.of(SEEN, UNSEEN))
                .write(Map.of(
                        "train_examples", data.train().size(),
                        "test_examples_seen", data.seen().size(),
                        "test_examples_unseen", data.unseen().size(),
                        "unseen_classes", data.held(),
                        "pixels", pixels));
        run.out().println("the pixels themselves, without a network:");
        pixels.forEach((figure, spread) -> run.out().println("  " + figure + " " + spread.text("%.4f")));
        trials.bySeed(run.framework(), UNSEEN).save(run.folder().file("recall_at_1_unseen.png"));
        trials.lossPerEpoch(run.framework()).save(run.folder().file("loss.png"));
        TripletPictures.embeddings(run.framework(), trials, data)
                .save(run.folder().file("embedding.png"));
        TripletPictures.neighbours(run.framework(), trials, data)
                .save(run.folder().file("neighbours.png"));
    }

    /** What the pixels themselves are as an embedding. */
    private static Map<String, Spread> pixels(Run run) throws IOException {
        List<Judgement<Embedding>> judgements = new ArrayList<>();
        for (long seed = run.seed(); seed < run.seed() + run.repeats(); seed++) {
            UnseenClasses data = UnseenClasses.of(run.data(), seed);
            judgements.add(Embeddings.judge(data.test().pixels(), data));
        }
        Map<String, Spread> spreads = new LinkedHashMap<>();
        for (Figure figure : List.of(SEEN, UNSEEN)) {
            spreads.put(
                    figure.key(),
                    Spread.of(judgements.stream()
                            .mapToDouble(judgement -> judgement.figures().get(figure.key()))
                            .toArray()));
        }
        return spreads;
    }

    /** The same encoder under both losses. */
    record Embeddings(Optional<Path> folder) implements Experiment<Embedding> {

        @Override
        public List<Contender> contenders(long seed) {
            return List.of(
                    new Contender(TRIPLETS, Objective.of(TRIPLET)),
                    new Contender("softmax", Objective.of(new SparseCategoricalCrossEntropy())));
        }

        @Override
        public Training<Embedding> start(Contender contender, Framework framework, long seed) throws IOException {
            SmallNetworks.useOneThread(framework);
            UnseenClasses data = UnseenClasses.of(folder, seed);
            BalancedBatches batches = new BalancedBatches(data.train(), OF_EACH_CLASS, seed);
            return new ImageTraining<>(
                    network(contender, framework, data, seed),
                    at -> restore(framework, data, at),
                    batches::epoch,
                    data.test().pixels(),
                    outputs -> judge(outputs, data));
        }

        private static ImageNetwork network(Contender contender, Framework framework, UnseenClasses data, long seed) {
            return contender.name().equals(TRIPLETS) ? triplets(framework, data, seed) : classes(framework, data, seed);
        }

        private static Judgement<Embedding> judge(float[][] outputs, UnseenClasses data) {
            Embedding embedding = new Embedding(outputs, data.test().classes());
            return new Judgement<>(
                    Map.of(
                            SEEN.key(), embedding.recall(0, data.seen().size()),
                            UNSEEN.key(), embedding.recall(data.seen().size(), outputs.length)),
                    embedding);
        }
    }

    static ImageNetwork triplets(Framework framework, UnseenClasses data, long seed) {
        Images train = data.train();
        return switch (framework) {
            case DL4J -> TripletDl4j.byTriplets(TRIPLET, train.height(), train.width(), seed);
            case DJL -> TripletDjl.byTriplets(TRIPLET, train.height(), train.width(), seed);
        };
    }

    private static ImageNetwork classes(Framework framework, UnseenClasses data, long seed) {
        Images train = data.train();
        return switch (framework) {
            case DL4J -> TripletDl4j.byClasses(train.classCount(), train.height(), train.width(), seed);
            case DJL -> TripletDjl.byClasses(train.classCount(), train.height(), train.width(), seed);
        };
    }

    static ImageNetwork restore(Framework framework, UnseenClasses data, Path folder) throws IOException {
        Images train = data.train();
        return switch (framework) {
            case DL4J -> TripletDl4j.restore(folder);
            case DJL -> TripletDjl.restore(TRIPLET, train.height(), train.width(), folder);
        };
    }
}
