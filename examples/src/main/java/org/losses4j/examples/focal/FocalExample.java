package org.losses4j.examples.focal;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.examples.data.RareMalignant;
import org.losses4j.examples.data.Split;
import org.losses4j.examples.data.Table;
import org.losses4j.examples.laboratory.Comparison;
import org.losses4j.examples.laboratory.ComparisonReport;
import org.losses4j.examples.laboratory.Contender;
import org.losses4j.examples.laboratory.Example;
import org.losses4j.examples.laboratory.Figure;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.laboratory.Judgement;
import org.losses4j.examples.laboratory.Run;
import org.losses4j.examples.laboratory.TableExperiment;
import org.losses4j.examples.laboratory.Trials;
import org.losses4j.examples.metrics.PrecisionRecall;
import org.losses4j.loss.classification.BinaryCrossEntropy;
import org.losses4j.loss.classification.SigmoidFocal;

/** Compares focal loss with cross-entropy and weighted cross-entropy on rare tumours. */
public final class FocalExample implements Example, TableExperiment<PrecisionRecall> {
    static final Figure AVERAGE_PRECISION = new Figure("average_precision", "PR-AUC (average precision)", "%.4f");
    private static final Figure RECALL = new Figure("recall_at_90_precision", "recall at 90 % precision", "%.4f");

    @Override
    public String name() {
        return "focal";
    }

    @Override
    public String summary() {
        return "tumours of which 5 % are malignant, found by focal loss and by cross-entropy";
    }

    @Override
    public int defaultEpochs() {
        return 160;
    }

    @Override
    public Duration duration(Framework framework) {
        return Duration.ofSeconds(framework == Framework.DL4J ? 111 : 222);
    }

    @Override
    public Split split(long seed) throws IOException {
        return RareMalignant.split(seed);
    }

    /**
     * Focal loss; cross-entropy, which is focal loss with γ = 0; and cross-entropy whose positives weigh as much in sum
     * as the negatives.
     */
    @Override
    public List<Contender> contenders(Table train) {
        return List.of(
                new Contender("focal", Objective.of(new SigmoidFocal(null, 2))),
                new Contender("cross-entropy", Objective.of(new BinaryCrossEntropy())),
                new Contender(
                        "weighted cross-entropy",
                        Objective.of(new BinaryCrossEntropy())
                                .fix(Role.POS_WEIGHT, train.count(0) / (double) train.count(1))));
    }

    @Override
    public Judgement<PrecisionRecall> judge(double[] outputs, Table test) {
        PrecisionRecall curve = PrecisionRecall.of(outputs, test.labels());
        return new Judgement<>(
                Map.of(
                        AVERAGE_PRECISION.key(), curve.averagePrecision(),
                        RECALL.key(), curve.recallAtPrecision(0.9)),
                curve);
    }

    @Override
    public void run(Run run) throws IOException {
        Split data = split(run.seed());
        int trainPositives = data.train().count(1);
        int testPositives = data.test().count(1);
        run.out()
                .printf(
                        "train: %d examples, %d malignant; test: %d examples, %d malignant%n",
                        data.train().size(), trainPositives, data.test().size(), testPositives);
        run.out().flush();
        Trials<PrecisionRecall> trials = new Comparison<>(run, this).train(name());
        new ComparisonReport(run, name(), trials, List.of(AVERAGE_PRECISION, RECALL))
                .write(Map.of(
                        "train_examples",
                        data.train().size(),
                        "test_examples",
                        data.test().size(),
                        "train_positives",
                        trainPositives,
                        "test_positives",
                        testPositives));
        FocalPictures.precisionRecall(run.framework(), trials).save(run.folder().file("precision_recall.png"));
        trials.bySeed(run.framework(), AVERAGE_PRECISION).save(run.folder().file("average_precision.png"));
        trials.lossPerEpoch(run.framework()).save(run.folder().file("loss.png"));
    }
}
