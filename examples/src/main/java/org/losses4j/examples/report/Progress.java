package org.losses4j.examples.report;

import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on the terminal's error stream, with what is being trained and its loss. */
public final class Progress implements AutoCloseable {
    private final ProgressBar bar;

    private Progress(ProgressBar bar) {
        this.bar = bar;
    }

    /** A bar of so many epochs. */
    public static Progress of(String task, long epochs) {
        return new Progress(new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(epochs)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .build());
    }

    /** One epoch more. */
    public void step(String what, double loss) {
        bar.setExtraMessage(String.format(Locale.ROOT, "loss %.5f, %s", loss, what));
        bar.step();
    }

    /** So far, with a word on it. */
    public void reach(long step, String what) {
        bar.setExtraMessage(what);
        bar.stepTo(step);
    }

    @Override
    public void close() {
        bar.close();
    }
}
