package org.losses4j.examples.triplet;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.losses4j.Objective;
import org.losses4j.examples.data.Characters;
import org.losses4j.examples.data.ClassBatches;
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

/** Trains embeddings in which characters that were never seen are found by their neighbours. */
public final class TripletExample implements Example {
    static final Figure PRECISION = new Figure("mean_average_precision", "mean average precision", "%.4f");
    static final Figure RECALL = new Figure("recall_at_1", "recall@1", "%.4f");
    private static final int OF_EACH = 5;
    private static final int QUERIES = 1000;
    private static final int STEPS = 100;

    @Override
    public String name() {
        return "triplet";
    }

    @Override
    public String summary() {
        return "characters that were never seen, found by their neighbours: triplets against softmax, five images of each class";
    }

    @Override
    public int defaultEpochs() {
        return 15;
    }

    @Override
    public Duration duration(Framework framework) {
        return Duration.ofSeconds(framework == Framework.DL4J ? 90 : 34);
    }

    @Override
    public boolean takesData() {
        return true;
    }

    @Override
    public void run(Run run) throws IOException {
        Images all = Characters.drawn(run.data().orElse(Characters.DEFAULT_FONTS));
        UnseenClasses data = UnseenClasses.of(all, OF_EACH, run.seed());
        int classes = data.train().classCount();
        if (classes < Recipe.BATCH) {
            throw new IOException(
                    "The fonts have " + classes + " characters to train on in common; wanted at least " + Recipe.BATCH);
        }
        run.out()
                .printf(
                        "train: %d images of %d characters; test: %d images of other characters%n",
                        data.train().size(), classes, data.unseen().size());
        run.out().flush();
        Trials<Found> trials = new Comparison<>(run, new Embeddings(all, run.epochs())).train(name());
        List<Found> pixels = pixels(run, all);
        Map<String, Spread> spreads = new LinkedHashMap<>();
        for (Figure figure : List.of(PRECISION, RECALL)) {
            spreads.put(
                    figure.key(),
                    Spread.of(pixels.stream()
                            .mapToDouble(found -> found.figures().get(figure.key()))
                            .toArray()));
        }
        new ComparisonReport(run, name(), trials, List.of(PRECISION, RECALL))
                .write(Map.of(
                        "train_examples",
                        data.train().size(),
                        "train_characters",
                        classes,
                        "test_examples",
                        data.unseen().size(),
                        "pixels",
                        spreads));
        run.out().println("the pixels themselves, without a network:");
        spreads.forEach((figure, spread) -> run.out().println("  " + figure + " " + spread.text("%.4f")));
        TripletPictures pictures = new TripletPictures(run.framework(), trials, pixels.get(0), data.unseen());
        pictures.neighbours().save(run.folder().file("neighbours.png"));
        pictures.precision().save(run.folder().file("precision.png"));
        trials.bySeed(run.framework(), PRECISION).save(run.folder().file("mean_average_precision.png"));
        trials.lossPerEpoch(run.framework()).save(run.folder().file("loss.png"));
    }

    /** What the pixels themselves are as an embedding, for each seed. */
    private static List<Found> pixels(Run run, Images all) {
        List<Found> pixels = new ArrayList<>();
        for (long seed = run.seed(); seed < run.seed() + run.repeats(); seed++) {
            Images unseen = UnseenClasses.of(all, OF_EACH, seed).unseen();
            pixels.add(Found.by(unseen.pixels(), unseen.classes(), QUERIES, seed));
        }
        return pixels;
    }

    /** The same images under each loss. */
    private record Embeddings(Images all, int epochs) implements Experiment<Found> {

        @Override
        public List<Contender> contenders(long seed) {
            return Recipe.ALL.stream()
                    .map(recipe -> new Contender(recipe.title(), Objective.of(recipe.loss())))
                    .toList();
        }

        @Override
        public Training<Found> start(Contender contender, Framework framework, long seed) {
            SmallNetworks.useOneThread(framework);
            UnseenClasses data = UnseenClasses.of(all, OF_EACH, seed);
            Recipe recipe = Recipe.named(contender.name());
            ClassBatches batches = new ClassBatches(data.train(), recipe.classes(), recipe.ofEachClass(), seed);
            int classes = data.train().classCount();
            return new ImageTraining<>(
                    network(framework, recipe, classes, epochs * STEPS, seed),
                    at -> restore(framework, recipe, classes, epochs * STEPS, at),
                    () -> batches.next(STEPS),
                    data.unseen().pixels(),
                    outputs -> judge(outputs, data.unseen(), seed));
        }

        private static Judgement<Found> judge(float[][] outputs, Images unseen, long seed) {
            Found found = Found.by(outputs, unseen.classes(), QUERIES, seed);
            return new Judgement<>(found.figures(), found);
        }
    }

    static ImageNetwork network(Framework framework, Recipe recipe, int classes, int steps, long seed) {
        int pixels = Characters.SIDE * Characters.SIDE;
        return switch (framework) {
            case DL4J -> TripletDl4j.create(recipe, pixels, classes, steps, seed);
            case DJL -> TripletDjl.create(recipe, pixels, classes, steps, seed);
        };
    }

    static ImageNetwork restore(Framework framework, Recipe recipe, int classes, int steps, Path folder)
            throws IOException {
        return switch (framework) {
            case DL4J -> TripletDl4j.restore(folder);
            case DJL -> TripletDjl.restore(recipe, Characters.SIDE * Characters.SIDE, classes, steps, folder);
        };
    }
}
