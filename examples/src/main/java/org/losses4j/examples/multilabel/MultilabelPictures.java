package org.losses4j.examples.multilabel;

import java.util.function.Function;
import java.util.stream.IntStream;
import org.knowm.xchart.style.Styler;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.laboratory.Trials;
import org.losses4j.examples.metrics.LabelScores;
import org.losses4j.examples.metrics.Spread;
import org.losses4j.examples.report.Chart;

/** Draws how well each label is predicted. */
final class MultilabelPictures {
    private MultilabelPictures() {}

    /** F1 of each label, averaged over the seeds; rarer labels to the right. */
    static Chart scoresByLabel(Framework framework, Trials<LabelScores> trials) {
        Chart chart = byLabel("F1 of each label on the test data (" + framework + ")", "F1");
        for (String loss : trials.losses()) {
            Spread spread = trials.spread(loss, MultilabelExample.F1);
            double[] means = means(trials, loss, LabelScores::f1);
            String name = loss + ": macro F1 " + spread.text("%.3f");
            chart.line(name, labels(means), means);
        }
        return chart;
    }

    /** Precision and recall of each label, averaged over the seeds. */
    static Chart precisionAndRecall(Framework framework, Trials<LabelScores> trials) {
        Chart chart = byLabel("Precision and recall of each label (" + framework + ")", "share");
        for (String loss : trials.losses()) {
            double[] precisions = means(trials, loss, LabelScores::precision);
            double[] recalls = means(trials, loss, LabelScores::recall);
            chart.line("precision, " + loss, labels(precisions), precisions);
            chart.line("recall, " + loss, labels(recalls), recalls);
        }
        return chart;
    }

    private static Chart byLabel(String title, String vertical) {
        return new Chart(title, "label, from the most frequent to the rarest", vertical)
                .vertical(0, 1)
                .wholeNumbers()
                .legend(Styler.LegendPosition.InsideSW);
    }

    private static double[] labels(double[] values) {
        return IntStream.range(0, values.length).asDoubleStream().toArray();
    }

    private static double[] means(Trials<LabelScores> trials, String loss, Function<LabelScores, double[]> scores) {
        double[] sums = new double[scores.apply(trials.of(loss).get(0).picture()).length];
        trials.of(loss).forEach(trial -> {
            double[] one = scores.apply(trial.picture());
            for (int i = 0; i < sums.length; i++) {
                sums[i] += one[i] / trials.of(loss).size();
            }
        });
        return sums;
    }
}
