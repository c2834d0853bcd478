package org.losses4j.examples.focal;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.losses4j.examples.Run;
import org.losses4j.examples.data.RareMalignant;
import org.losses4j.examples.metrics.Spread;
import org.losses4j.examples.report.Metrics;

/** Table, figures and pictures of the trials. */
final class FocalReport {
    private static final int SHOWN_EPOCHS = 16;

    private final Run run;
    private final RareMalignant data;
    private final List<Trial> trials;
    private final List<String> losses;

    FocalReport(Run run, RareMalignant data, List<Trial> trials) {
        this.run = run;
        this.data = data;
        this.trials = trials;
        this.losses = trials.stream().map(Trial::loss).distinct().toList();
    }

    void write() throws IOException {
        printLosses(run.out());
        printTable(run.out());
        Metrics.write(run.folder().metrics(), metrics());
        FocalPictures pictures = new FocalPictures(run.framework(), trials);
        pictures.precisionRecall().save(run.folder().file("precision_recall.png"));
        pictures.averagePrecision().save(run.folder().file("average_precision.png"));
        pictures.lossPerEpoch().save(run.folder().file("loss.png"));
    }

    private void printLosses(PrintWriter out) {
        out.printf("%nLoss per epoch, mean over seeds (every epoch is in metrics.json)%n%-8s", "epoch");
        losses.forEach(loss -> out.printf("%24s", loss));
        out.println();
        int epochs = trials.stream()
                .mapToInt(trial -> trial.lossPerEpoch().size())
                .min()
                .orElseThrow();
        int step = (epochs + SHOWN_EPOCHS - 1) / SHOWN_EPOCHS;
        IntStream.rangeClosed(1, epochs)
                .filter(epoch -> epoch == 1 || epoch % step == 0 || epoch == epochs)
                .forEach(epoch -> {
                    out.printf("%-8d", epoch);
                    losses.forEach(loss -> out.printf(
                            Locale.ROOT,
                            "%24.6f",
                            spread(loss, trial -> trial.lossPerEpoch().get(epoch - 1))
                                    .mean()));
                    out.println();
                });
    }

    private void printTable(PrintWriter out) {
        out.printf(
                "%n%-24s%12s%32s%32s%n",
                "on the test data", "trainings", "PR-AUC (average precision)", "recall at 90 % precision");
        for (String loss : losses) {
            out.printf(
                    "%-24s%12d%32s%32s%n",
                    loss,
                    trials.stream().filter(trial -> trial.loss().equals(loss)).count(),
                    text(spread(loss, Trial::averagePrecision)),
                    text(spread(loss, Trial::recallAt90Precision)));
        }
        out.println("mean ± standard deviation over seeds; the model saved is the one of the first line, seed "
                + run.seed() + "; restored, it predicts the same");
        if (run.interruption().requested()) {
            out.println("Interrupted: these are the trainings so far");
        }
        out.flush();
    }

    private static String text(Spread spread) {
        return String.format(Locale.ROOT, "%.4f ± %.4f", spread.mean(), spread.deviation());
    }

    private Spread spread(String loss, ToDoubleFunction<Trial> value) {
        return Spread.of(trials.stream()
                .filter(trial -> trial.loss().equals(loss))
                .mapToDouble(value)
                .toArray());
    }

    private Map<String, Object> metrics() {
        Map<String, Object> summary = new LinkedHashMap<>();
        losses.forEach(loss -> summary.put(
                loss,
                Map.of(
                        "average_precision", spread(loss, Trial::averagePrecision),
                        "recall_at_90_precision", spread(loss, Trial::recallAt90Precision))));
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("example", "focal");
        metrics.put("framework", run.framework().toString());
        metrics.put("epochs", run.epochs());
        metrics.put("seed", run.seed());
        metrics.put("repeats", run.repeats());
        metrics.put("interrupted", run.interruption().requested());
        metrics.put("train_examples", data.train().size());
        metrics.put("train_positives", data.train().count(1));
        metrics.put("test_examples", data.test().size());
        metrics.put("test_positives", data.test().count(1));
        metrics.put("restored_model_predicts_the_same", true);
        metrics.put("summary", summary);
        metrics.put("trials", trials);
        return metrics;
    }
}
