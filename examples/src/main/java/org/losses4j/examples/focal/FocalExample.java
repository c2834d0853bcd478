package org.losses4j.examples.focal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.losses4j.examples.data.Batches;
import org.losses4j.examples.data.ClutteredScenes;
import org.losses4j.examples.data.ImageSplit;
import org.losses4j.examples.data.Samples;
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
import org.losses4j.examples.laboratory.Training;
import org.losses4j.examples.laboratory.Trials;
import org.losses4j.examples.metrics.Detection;
import org.losses4j.examples.metrics.DetectionScores;
import org.losses4j.examples.network.ImageNetwork;

/** Trains one-stage detectors of small objects in clutter: compares focal loss with cross-entropies. */
public final class FocalExample implements Example {
    static final Figure AVERAGE_PRECISION = new Figure("average_precision", "average precision at IoU 0.5", "%.4f");
    private static final Figure SUREST = new Figure("precision_of_surest", "right of the surest", "%.4f");
    private static final int TRAIN = 1600;
    private static final int TEST = 500;
    private static final int BATCH = 16;

    @Override
    public String name() {
        return "focal";
    }

    @Override
    public String summary() {
        return "small objects found in cluttered scenes by a one-stage detector: focal loss against cross-entropy";
    }

    @Override
    public int defaultEpochs() {
        return 5;
    }

    @Override
    public Duration duration(Framework framework) {
        return Duration.ofSeconds(framework == Framework.DL4J ? 480 : 30);
    }

    @Override
    public boolean takesData() {
        return true;
    }

    @Override
    public void run(Run run) throws IOException {
        Detectors experiment = new Detectors(run.data(), run.epochs());
        ImageSplit images = experiment.images(run.seed());
        ClutteredScenes train = train(images, run.seed());
        ClutteredScenes test = test(images, run.seed());
        run.out()
                .printf(
                        "train: %d scenes with %d objects, one in %.0f cells has one; test: %d scenes with %d objects%n",
                        train.scenes().length,
                        train.count(),
                        (double) Grid.AREA * train.scenes().length / train.count(),
                        test.scenes().length,
                        test.count());
        run.out().flush();
        Trials<DetectionScores> trials = new Comparison<>(run, experiment).train(name());
        new ComparisonReport(run, name(), trials, List.of(AVERAGE_PRECISION, SUREST))
                .write(Map.of(
                        "train_examples",
                        train.scenes().length,
                        "train_objects",
                        train.count(),
                        "test_examples",
                        test.scenes().length,
                        "test_objects",
                        test.count()));
        FocalPictures.detections(run.framework(), trials, test)
                .save(run.folder().file("detections.png"));
        FocalPictures.precisionRecall(run.framework(), trials).save(run.folder().file("precision_recall.png"));
        trials.bySeed(run.framework(), AVERAGE_PRECISION).save(run.folder().file("average_precision.png"));
        trials.lossPerEpoch(run.framework()).save(run.folder().file("loss.png"));
    }

    /** The same detector under each loss. */
    record Detectors(Optional<Path> folder, int epochs) implements Experiment<DetectionScores> {

        private ImageSplit images(long seed) throws IOException {
            ImageSplit images = ImageSplit.of(folder, seed);
            images.requireTrainable(folder, 2);
            return images;
        }

        @Override
        public List<Contender> contenders(long seed) throws IOException {
            return Recipe.all(images(seed).train().classCount()).stream()
                    .map(recipe -> new Contender(recipe.title(), recipe.objective()))
                    .toList();
        }

        @Override
        public Training<DetectionScores> start(Contender contender, Framework framework, long seed) throws IOException {
            ImageSplit images = images(seed);
            int kinds = images.train().classCount();
            Grid grid = new Grid(kinds);
            Recipe recipe = Recipe.named(contender.name(), kinds);
            Samples samples = grid.samples(train(images, seed));
            Batches<Samples> batches = Batches.of(samples, BATCH, seed);
            int steps = epochs * ((samples.size() + BATCH - 1) / BATCH);
            ClutteredScenes test = test(images, seed);
            return new ImageTraining<>(
                    network(framework, recipe, kinds, steps, seed),
                    at -> restore(framework, recipe, kinds, steps, at),
                    batches::epoch,
                    test.scenes(),
                    outputs -> judge(outputs, test, grid));
        }
    }

    private static ClutteredScenes train(ImageSplit images, long seed) {
        return ClutteredScenes.of(images.train(), TRAIN, seed);
    }

    private static ClutteredScenes test(ImageSplit images, long seed) {
        return ClutteredScenes.of(images.test(), TEST, ~seed);
    }

    static ImageNetwork network(Framework framework, Recipe recipe, int kinds, int steps, long seed) {
        return switch (framework) {
            case DL4J -> DetectorDl4j.create(recipe, kinds, steps, seed);
            case DJL -> DetectorDjl.create(recipe, kinds, steps, seed);
        };
    }

    static ImageNetwork restore(Framework framework, Recipe recipe, int kinds, int steps, Path folder)
            throws IOException {
        return switch (framework) {
            case DL4J -> DetectorDl4j.restore(kinds, folder);
            case DJL -> DetectorDjl.restore(recipe, kinds, steps, folder);
        };
    }

    static Judgement<DetectionScores> judge(float[][] outputs, ClutteredScenes test, Grid grid) {
        List<Detection> detections = new ArrayList<>();
        for (int image = 0; image < outputs.length; image++) {
            detections.addAll(grid.detections(outputs[image], image));
        }
        DetectionScores scores = DetectionScores.of(detections, test.objects(), grid.kinds());
        return new Judgement<>(
                Map.of(
                        AVERAGE_PRECISION.key(), scores.meanAveragePrecision(),
                        SUREST.key(), scores.precisionOfSurest()),
                scores);
    }
}
