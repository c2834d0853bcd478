package org.losses4j.examples.focal;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.laboratory.Trials;
import org.losses4j.examples.metrics.PrecisionRecall;
import org.losses4j.examples.metrics.Spread;
import org.losses4j.examples.report.Chart;

/** Draws precision over recall for each loss. */
final class FocalPictures {
    private static final int RECALLS = 201;
    private static final double LEAST_RECALL = 0.6;

    private FocalPictures() {}

    /** At each recall the best precision that reaches it, averaged over the seeds. */
    static Chart precisionRecall(Framework framework, Trials<PrecisionRecall> trials) {
        double[] recalls = IntStream.range(0, RECALLS)
                .mapToDouble(i -> LEAST_RECALL + (1 - LEAST_RECALL) * i / (RECALLS - 1.0))
                .toArray();
        Chart chart = new Chart("Precision and recall on the test data (" + framework + ")", "recall", "precision")
                .horizontal(LEAST_RECALL, 1)
                .vertical(0.5, 1.005);
        for (String loss : trials.losses()) {
            double[] precisions = Arrays.stream(recalls)
                    .map(recall -> trials.of(loss).stream()
                            .mapToDouble(trial -> precisionAt(trial.picture(), recall))
                            .average()
                            .orElseThrow())
                    .toArray();
            Spread spread = trials.spread(loss, FocalExample.AVERAGE_PRECISION);
            chart.line(loss + ": PR-AUC " + spread.text("%.3f"), recalls, precisions);
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
}
