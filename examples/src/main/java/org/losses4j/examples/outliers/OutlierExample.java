package org.losses4j.examples.outliers;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.losses4j.Loss;
import org.losses4j.Objective;
import org.losses4j.examples.custom.LogSquaredError;
import org.losses4j.examples.data.OutlyingDiabetes;
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
import org.losses4j.loss.regression.Huber;
import org.losses4j.loss.regression.MeanAbsoluteError;
import org.losses4j.loss.regression.MeanSquaredError;

/** Compares losses on the diabetes data, with every tenth training target ten times too large. */
public final class OutlierExample implements Example, TableExperiment<Predictions> {
    static final Figure ERROR = new Figure("mean_absolute_error", "mean absolute error", "%.2f");
    private static final Figure BIAS = new Figure("mean_error", "mean error", "%.2f");

    private final String name;
    private final String summary;
    private final List<Contender> contenders;

    private OutlierExample(String name, String summary, Contender... contenders) {
        this.name = name;
        this.summary = summary;
        this.contenders = List.of(contenders);
    }

    /** Huber's loss against squared and absolute error. */
    public static OutlierExample huber() {
        return new OutlierExample(
                "huber",
                "diabetes with 10 % gross errors in the training targets: Huber's loss, absolute and squared error",
                contender("huber", new Huber()),
                contender("absolute error", new MeanAbsoluteError()),
                contender("squared error", new MeanSquaredError()));
    }

    /** A loss of one's own against Huber's and squared error. */
    public static OutlierExample custom() {
        return new OutlierExample(
                "custom",
                "the same with log(1 + e²), a loss of one's own in ten lines, against Huber's and squared error",
                contender("log squared error", new LogSquaredError()),
                contender("huber", new Huber()),
                contender("squared error", new MeanSquaredError()));
    }

    private static Contender contender(String name, Loss loss) {
        return new Contender(name, Objective.of(loss));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String summary() {
        return summary;
    }

    @Override
    public int defaultEpochs() {
        return 20;
    }

    @Override
    public Duration duration(Framework framework) {
        return Duration.ofSeconds(framework == Framework.DL4J ? 30 : 20);
    }

    @Override
    public Split split(long seed) throws IOException {
        return OutlyingDiabetes.split(seed);
    }

    @Override
    public List<Contender> contenders(Table train) {
        return contenders;
    }

    @Override
    public Judgement<Predictions> judge(double[] outputs, Table test) {
        Predictions predictions = Predictions.of(outputs, test.labels());
        return new Judgement<>(
                Map.of(
                        ERROR.key(), predictions.meanAbsoluteError(),
                        BIAS.key(), predictions.meanError()),
                predictions);
    }

    @Override
    public void run(Run run) throws IOException {
        Split data = split(run.seed());
        int wrong = OutlyingDiabetes.wrong(data.train().size());
        run.out()
                .printf(
                        "train: %d patients, %d of them with a target ten times too large; test: %d patients%n",
                        data.train().size(), wrong, data.test().size());
        run.out().flush();
        Trials<Predictions> trials = new Comparison<>(run, this).train(name);
        new ComparisonReport(run, name, trials, List.of(ERROR, BIAS))
                .write(Map.of(
                        "train_examples", data.train().size(),
                        "test_examples", data.test().size(),
                        "wrong_targets", wrong));
        OutlierPictures.residuals(run.framework(), trials).save(run.folder().file("residuals.png"));
        OutlierPictures.predictions(run.framework(), trials).save(run.folder().file("predictions.png"));
        trials.bySeed(run.framework(), ERROR).save(run.folder().file("mean_absolute_error.png"));
        trials.lossPerEpoch(run.framework()).save(run.folder().file("loss.png"));
    }
}
