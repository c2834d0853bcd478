package org.losses4j.examples.laboratory;

import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.style.Styler;
import org.losses4j.examples.metrics.Spread;
import org.losses4j.examples.report.Chart;

/**
 * All trainings of a comparison.
 *
 * @param all the trainings in their order
 * @param restored whether the first network, saved and restored, predicts the same to the last bit
 * @param <P> the type of the data that pictures are drawn from
 */
public record Trials<P>(List<Trial<P>> all, boolean restored) {

    /** The losses, in the order of the comparison. */
    public List<String> losses() {
        return all.stream().map(Trial::loss).distinct().toList();
    }

    /** The trainings with a loss. */
    public List<Trial<P>> of(String loss) {
        return all.stream().filter(trial -> trial.loss().equals(loss)).toList();
    }

    /** Mean and deviation of a figure over the seeds. */
    public Spread spread(String loss, Figure figure) {
        return Spread.of(
                of(loss).stream().mapToDouble(trial -> trial.figure(figure)).toArray());
    }

    /** The training loss after each epoch that all trainings with this loss have seen, averaged over the seeds. */
    public double[] meanLosses(String loss) {
        int epochs = of(loss).stream()
                .mapToInt(trial -> trial.lossPerEpoch().size())
                .min()
                .orElseThrow();
        return IntStream.range(0, epochs)
                .mapToDouble(epoch -> of(loss).stream()
                        .mapToDouble(trial -> trial.lossPerEpoch().get(epoch))
                        .average()
                        .orElseThrow())
                .toArray();
    }

    /** A figure of each seed. */
    public Chart bySeed(Framework framework, Figure figure) {
        Chart chart = new Chart(figure.title() + " of each seed (" + framework + ")", "seed", figure.title())
                .legend(Styler.LegendPosition.OutsideS)
                .wholeNumbers();
        for (String loss : losses()) {
            chart.points(
                    loss,
                    of(loss).stream().mapToDouble(Trial::seed).toArray(),
                    of(loss).stream().mapToDouble(trial -> trial.figure(figure)).toArray());
        }
        return chart;
    }

    /** Training loss by epoch, averaged over the seeds; each loss has a scale of its own. */
    public Chart lossPerEpoch(Framework framework) {
        int longest = losses().stream()
                .mapToInt(loss -> meanLosses(loss).length)
                .max()
                .orElseThrow();
        Chart chart = new Chart("Training loss (" + framework + ")", "epoch", "mean loss, logarithmic")
                .logarithmic()
                .horizontal(0, longest)
                .legend(Styler.LegendPosition.OutsideS);
        for (String loss : losses()) {
            double[] means = meanLosses(loss);
            chart.line(
                    loss,
                    IntStream.rangeClosed(1, means.length).asDoubleStream().toArray(),
                    means);
        }
        return chart;
    }
}
