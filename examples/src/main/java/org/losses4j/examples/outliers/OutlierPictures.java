package org.losses4j.examples.outliers;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.knowm.xchart.style.Styler;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.laboratory.Trial;
import org.losses4j.examples.laboratory.Trials;
import org.losses4j.examples.metrics.Spread;
import org.losses4j.examples.report.Chart;

/** Draws predictions and their residuals. */
final class OutlierPictures {
    private OutlierPictures() {}

    /** The share of test patients, of all seeds, whose residual is at most so large. */
    static Chart residuals(Framework framework, Trials<Predictions> trials) {
        Chart chart = new Chart(
                        "Residuals on the test data (" + framework + ")",
                        "prediction − truth",
                        "share of the patients below")
                .horizontal(-200, 300)
                .vertical(0, 1)
                .legend(Styler.LegendPosition.InsideSE);
        double[] limits =
                IntStream.rangeClosed(-80, 120).mapToDouble(i -> 2.5 * i).toArray();
        for (String loss : trials.losses()) {
            double[] residuals = trials.of(loss).stream()
                    .flatMapToDouble(trial -> Arrays.stream(trial.picture().residuals()))
                    .toArray();
            double[] shares = Arrays.stream(limits)
                    .map(limit -> Arrays.stream(residuals)
                            .map(residual -> residual <= limit ? 1 : 0)
                            .average()
                            .orElseThrow())
                    .toArray();
            Spread spread = trials.spread(loss, OutlierExample.ERROR);
            chart.line(loss + ": mean absolute error " + spread.text("%.1f"), limits, shares);
        }
        return chart.guide("no error", new double[] {0, 0}, new double[] {0, 1});
    }

    /** Predictions over the truth, of the first seed. */
    static Chart predictions(Framework framework, Trials<Predictions> trials) {
        Chart chart = new Chart("Test data of the first seed (" + framework + ")", "true progression", "predicted")
                .horizontal(0, 350)
                .vertical(0, 700)
                .legend(Styler.LegendPosition.InsideNW);
        for (String loss : trials.losses()) {
            Trial<Predictions> first = trials.of(loss).get(0);
            chart.points(loss, first.picture().actual(), first.picture().predicted());
        }
        return chart.guide("predicted = true", new double[] {0, 350}, new double[] {0, 350});
    }
}
