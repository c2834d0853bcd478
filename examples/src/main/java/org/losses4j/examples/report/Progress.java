package org.losses4j.examples.report;

import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Reports on the error stream how far a training or a search is, and what is being done: by a bar on a terminal, by about
 * ten lines in a file or a pipe.
 */
public final class Progress implements AutoCloseable {
    private static final int LINES = 10;

    private final String task;
    private final long epochs;
    private final Optional<ProgressBar> bar;
    private long done;

    private Progress(String task, long epochs, Optional<ProgressBar> bar) {
        this.task = task;
        this.epochs = epochs;
        this.bar = bar;
    }

    /** The progress of so many epochs, or of whatever else is counted. */
    public static Progress of(String task, long epochs) {
        return new Progress(task, epochs, isTerminal() ? Optional.of(bar(task, epochs)) : Optional.empty());
    }

    private static ProgressBar bar(String task, long epochs) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(epochs)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .build();
    }

    /** As the starting script says, which knows; Java 17 only knows about all three streams together. */
    private static boolean isTerminal() {
        String told = System.getProperty("losses4j.terminal");
        return told == null ? System.console() != null : Boolean.parseBoolean(told);
    }

    /** One epoch more. */
    public void step(String what, double loss) {
        reach(done + 1, String.format(Locale.ROOT, "epochs, loss %.5f, %s", loss, what));
    }

    /** So much is done; with what it is that is counted, and more words. */
    public void reach(long reached, String message) {
        long before = done;
        done = reached;
        if (bar.isPresent()) {
            bar.get().setExtraMessage(message);
            bar.get().stepTo(reached);
        } else if (before < reached
                && (before == 0 || reached == epochs || reached * LINES / epochs > before * LINES / epochs)) {
            System.err.println(task + ": " + reached + " of " + epochs + " " + message);
        }
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
