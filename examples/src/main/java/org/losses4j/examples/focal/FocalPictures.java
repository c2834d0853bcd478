package org.losses4j.examples.focal;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.style.Styler;
import org.losses4j.examples.Framework;
import org.losses4j.examples.metrics.PrecisionRecall;
import org.losses4j.examples.metrics.Spread;
import org.losses4j.examples.report.Chart;

/** The pictures of the trials. */
final class FocalPictures {
    private static final int RECALLS = 201;
    private static final double LEAST_RECALL = 0.6;

    private final Framework framework;
    private final List<Trial> trials;
    private final List<String> losses;

    FocalPictures(Framework framework, List<Trial> trials) {
        this.framework = framework;
        this.trials = trials;
        this.losses = trials.stream().map(Trial::loss).distinct().toList();
    }

    /** Precision over recall: at each recall the best precision that reaches it, averaged over the seeds. */
    Chart precisionRecall() {
        double[] recalls = IntStream.range(0, RECALLS)
                .mapToDouble(i -> LEAST_RECALL + (1 - LEAST_RECALL) * i / (RECALLS - 1.0))
                .toArray();
        Chart chart = new Chart("Precision and recall on the test data (" + framework + ")", "recall", "precision")
                .horizontal(LEAST_RECALL, 1)
                .vertical(0.5, 1.005);
        for (String loss : losses) {
            double[] precisions = Arrays.stream(recalls)
                    .map(recall -> of(loss).stream()
                            .mapToDouble(trial -> precisionAt(trial.curve(), recall))
                            .average()
                            .orElseThrow())
                    .toArray();
            Spread spread = Spread.of(
                    of(loss).stream().mapToDouble(Trial::averagePrecision).toArray());
            chart.line(
                    String.format(Locale.ROOT, "%s: PR-AUC %.3f ± %.3f", loss, spread.mean(), spread.deviation()),
                    recalls,
                    precisions);
        }
        return chart.guide("90 % precision", new double[] {LEAST_RECALL, 1}, new double[] {0.9, 0.9});
    }

    private static double precisionAt(PrecisionRecall curve, double recall) {
        return curve.points().stream()
                .filter(point -> point.recall() >= recall)
                .mapToDouble(PrecisionRecall.Point::precision)
                .max()
                .orElseThrow();
    }

    /** Average precision of each seed. */
    Chart averagePrecision() {
        Chart chart = new Chart("Average precision of each seed (" + framework + ")", "seed", "PR-AUC")
                .legend(Styler.LegendPosition.OutsideS)
                .wholeNumbers();
        for (String loss : losses) {
            chart.points(
                    loss,
                    of(loss).stream().mapToDouble(Trial::seed).toArray(),
                    of(loss).stream().mapToDouble(Trial::averagePrecision).toArray());
        }
        return chart;
    }

    /** Training loss by epoch, averaged over the seeds; each loss has a scale of its own. */
    Chart lossPerEpoch() {
        Chart chart = new Chart("Training loss (" + framework + ")", "epoch", "mean loss, logarithmic")
                .logarithmic()
                .horizontal(0, longest())
                .legend(Styler.LegendPosition.InsideNE);
        for (String loss : losses) {
            int epochs = of(loss).stream()
                    .mapToInt(trial -> trial.lossPerEpoch().size())
                    .min()
                    .orElseThrow();
            double[] means = IntStream.range(0, epochs)
                    .mapToDouble(epoch -> of(loss).stream()
                            .mapToDouble(trial -> trial.lossPerEpoch().get(epoch))
                            .average()
                            .orElseThrow())
                    .toArray();
            chart.line(loss, IntStream.rangeClosed(1, epochs).asDoubleStream().toArray(), means);
        }
        return chart;
    }

    private int longest() {
        return trials.stream()
                .mapToInt(trial -> trial.lossPerEpoch().size())
                .max()
                .orElseThrow();
    }

    private List<Trial> of(String loss) {
        return trials.stream().filter(trial -> trial.loss().equals(loss)).toList();
    }
}
