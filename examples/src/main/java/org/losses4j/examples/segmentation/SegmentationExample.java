package org.losses4j.examples.segmentation;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.losses4j.CompositeObjective;
import org.losses4j.Objective;
import org.losses4j.examples.data.Batches;
import org.losses4j.examples.data.DigitScenes;
import org.losses4j.examples.data.Digits;
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
import org.losses4j.examples.laboratory.SmallNetworks;
import org.losses4j.examples.laboratory.Training;
import org.losses4j.examples.laboratory.Trials;
import org.losses4j.examples.network.ImageNetwork;
import org.losses4j.loss.classification.BinaryCrossEntropy;
import org.losses4j.loss.segmentation.Dice;

/** Trains a U-Net to find digits in cluttered scenes: compares Dice with cross-entropy against cross-entropy alone, with a weight for the foreground and without. */
public final class SegmentationExample implements Example, Experiment<Masks> {
    static final Figure SMALL = new Figure("iou_small", "IoU, small digits", "%.4f");
    private static final Figure ALL = new Figure("iou", "IoU, all pixels", "%.4f");
    private static final Figure FOUND = new Figure("found_small", "small digits with IoU ≥ 0.5", "%.4f");
    private static final double TEST_SHARE = 0.3;
    private static final int TRAIN = 300;
    private static final int TEST = 200;
    private static final int BATCH = 20;
    // Of 2, 4 and 8 the best on other seeds.
    private static final double FOREGROUND_WEIGHT = 2;

    @Override
    public String name() {
        return "segmentation";
    }

    @Override
    public String summary() {
        return "digits, small ones too, cut out of scenes with clutter: Dice and cross-entropy against cross-entropy, weighted and not";
    }

    @Override
    public int defaultEpochs() {
        return 8;
    }

    @Override
    public Duration duration(Framework framework) {
        return Duration.ofSeconds(framework == Framework.DL4J ? 195 : 38);
    }

    @Override
    public int defaultRepeats() {
        return 1;
    }

    @Override
    public void run(Run run) throws IOException {
        DigitScenes train = train(run.seed());
        DigitScenes test = test(run.seed());
        run.out()
                .printf(
                        "train: %d scenes, %.1f %% of the pixels foreground; test: %d scenes%n",
                        train.samples().size(),
                        100 * train.foreground(),
                        test.samples().size());
        run.out().flush();
        Trials<Masks> trials = new Comparison<>(run, this).train(name());
        new ComparisonReport(run, name(), trials, List.of(SMALL, FOUND, ALL))
                .write(Map.of(
                        "train_examples", train.samples().size(),
                        "test_examples", test.samples().size(),
                        "foreground", train.foreground()));
        SegmentationPictures.scenes(run.framework(), trials).save(run.folder().file("masks.png"));
        SegmentationPictures.agreement(run.framework(), trials)
                .save(run.folder().file("iou_small.png"));
        trials.lossPerEpoch(run.framework()).save(run.folder().file("loss.png"));
    }

    @Override
    public List<Contender> contenders(long seed) {
        Objective crossEntropy = Objective.of(new BinaryCrossEntropy());
        return List.of(
                new Contender(
                        "dice + cross-entropy",
                        new CompositeObjective(List.of(
                                new CompositeObjective.Term(1, Objective.of(new Dice())),
                                new CompositeObjective.Term(1, crossEntropy)))),
                new Contender(
                        "weighted cross-entropy",
                        Objective.of(new BinaryCrossEntropy()).fix("pos_weight", FOREGROUND_WEIGHT)),
                new Contender("cross-entropy", crossEntropy));
    }

    @Override
    public Training<Masks> start(Contender contender, Framework framework, long seed) throws IOException {
        SmallNetworks.useOneThread(framework);
        Objective objective = contender.objective();
        Batches<Samples> batches = Batches.of(train(seed).samples(), BATCH, seed);
        DigitScenes test = test(seed);
        return new ImageTraining<>(
                network(objective, framework, seed),
                folder -> restore(objective, framework, folder),
                batches::epoch,
                test.samples().images(),
                logits -> judge(new Masks(logits, test)));
    }

    private static DigitScenes train(long seed) throws IOException {
        return DigitScenes.of(Digits.bundled().split(TEST_SHARE, seed).train(), TRAIN, seed);
    }

    private static DigitScenes test(long seed) throws IOException {
        return DigitScenes.of(Digits.bundled().split(TEST_SHARE, seed).test(), TEST, ~seed);
    }

    static ImageNetwork network(Objective objective, Framework framework, long seed) {
        return switch (framework) {
            case DL4J -> SegmentationDl4j.create(objective, DigitScenes.SIDE, seed);
            case DJL -> SegmentationDjl.create(objective, DigitScenes.SIDE, seed);
        };
    }

    static ImageNetwork restore(Objective objective, Framework framework, Path folder) throws IOException {
        return switch (framework) {
            case DL4J -> SegmentationDl4j.restore(DigitScenes.SIDE, folder);
            case DJL -> SegmentationDjl.restore(objective, DigitScenes.SIDE, folder);
        };
    }

    private static Judgement<Masks> judge(Masks masks) {
        List<Double> small = masks.small();
        return new Judgement<>(
                Map.of(
                        SMALL.key(),
                                small.stream().mapToDouble(x -> x).average().orElseThrow(),
                        FOUND.key(), small.stream().filter(x -> x >= 0.5).count() / (double) small.size(),
                        ALL.key(), masks.all()),
                masks);
    }
}
