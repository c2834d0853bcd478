package org.losses4j.examples.laboratory;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.losses4j.examples.metrics.Spread;
import org.losses4j.examples.report.Metrics;

/** Writes the tables and metrics.json of a comparison. */
public final class ComparisonReport {
    private static final int SHOWN_EPOCHS = 16;

    private final Run run;
    private final String example;
    private final Trials<?> trials;
    private final List<Figure> figures;

    public ComparisonReport(Run run, String example, Trials<?> trials, List<Figure> figures) {
        this.run = run;
        this.example = example;
        this.trials = trials;
        this.figures = figures;
    }

    /**
     * Prints the tables, and writes the metrics.
     *
     * @param data what the data were, such as the number of examples
     */
    public void write(Map<String, ?> data) throws IOException {
        printLosses(run.out());
        printFigures(run.out());
        if (!trials.restored()) {
            run.complaints().accept("The network, saved and restored, predicts otherwise than it did");
        }
        Metrics.write(run.folder().metrics(), metrics(data));
    }

    private void printLosses(PrintWriter out) {
        out.printf("%nLoss per epoch, mean over seeds (every epoch is in metrics.json)%n%-8s", "epoch");
        trials.losses().forEach(loss -> out.printf("%24s", loss));
        out.println();
        int epochs = trials.losses().stream()
                .mapToInt(loss -> trials.meanLosses(loss).length)
                .min()
                .orElseThrow();
        int step = (epochs + SHOWN_EPOCHS - 1) / SHOWN_EPOCHS;
        IntStream.rangeClosed(1, epochs)
                .filter(epoch -> epoch == 1 || epoch % step == 0 || epoch == epochs)
                .forEach(epoch -> {
                    out.printf("%-8d", epoch);
                    trials.losses()
                            .forEach(loss -> out.printf(Locale.ROOT, "%24.6f", trials.meanLosses(loss)[epoch - 1]));
                    out.println();
                });
    }

    private void printFigures(PrintWriter out) {
        out.printf("%n%-24s%12s", "on the test data", "trainings");
        figures.forEach(figure -> out.printf("%32s", figure.title()));
        out.println();
        for (String loss : trials.losses()) {
            out.printf("%-24s%12d", loss, trials.of(loss).size());
            figures.forEach(
                    figure -> out.printf("%32s", trials.spread(loss, figure).text(figure.pattern())));
            out.println();
        }
        if (trials.losses().stream().anyMatch(loss -> trials.of(loss).size() > 1)) {
            out.print("mean ± standard deviation over seeds; ");
        }
        out.println("the model saved is the one of the first line, seed " + run.seed()
                + (trials.restored() ? "; restored, it predicts the same" : "; RESTORED, IT PREDICTS OTHERWISE"));
        if (run.interruption().requested()) {
            out.println("Interrupted: these are the trainings so far");
        }
        out.flush();
    }

    private Map<String, Object> metrics(Map<String, ?> data) {
        Map<String, Object> summary = new LinkedHashMap<>();
        trials.losses().forEach(loss -> {
            Map<String, Spread> spreads = new LinkedHashMap<>();
            figures.forEach(figure -> spreads.put(figure.key(), trials.spread(loss, figure)));
            summary.put(loss, spreads);
        });
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("example", example);
        metrics.put("framework", run.framework().toString());
        metrics.put("epochs", run.epochs());
        metrics.put("seed", run.seed());
        metrics.put("repeats", run.repeats());
        metrics.put("interrupted", run.interruption().requested());
        metrics.putAll(new TreeMap<>(data));
        metrics.put("restored_model_predicts_the_same", trials.restored());
        Map<String, String> titles = new LinkedHashMap<>();
        figures.forEach(figure -> titles.put(figure.key(), figure.title()));
        metrics.put("figures", titles);
        metrics.put("summary", summary);
        metrics.put("trials", trials.all());
        return metrics;
    }
}
