package org.losses4j.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * Judges one training by its losses, and reports what goes wrong: each kind of {@link WatchEvent} once.
 *
 * <p>It knows nothing of frameworks: an adapter's listener tells it the losses. It keeps a few numbers, not the history, and
 * may be called from several threads; events are delivered on the calling thread.
 */
public final class TrainingMonitor {
    private final Consumer<? super WatchEvent> listener;
    private final List<WatchEvent> events = new ArrayList<>();
    private final StallDetector stall;
    private final DivergenceDetector divergence;
    private final VanishingDetector vanishing;
    private final CollapseDetector collapse;
    private long steps;
    private long stepsBeforeEpoch;

    /** A monitor of a training that begins now. */
    public TrainingMonitor(WatchSettings settings, Consumer<? super WatchEvent> listener) {
        this.listener = listener;
        this.stall = new StallDetector(settings);
        this.divergence = new DivergenceDetector(settings);
        this.vanishing = new VanishingDetector(settings);
        this.collapse = new CollapseDetector(settings);
    }

    /** Records the loss of a training step, as an average over its batch. */
    public void step(double loss) {
        observe(loss).forEach(listener);
    }

    /**
     * Records the loss of a training step, as an average over its batch, and the gradient at the output.
     *
     * @param gradient the Euclidean norm of the loss's gradient by the parameters of the output layer
     * @param saturated the share of outputs at the flat ends of their activation, within [0, 1]; asked for only when loss and
     *     gradient hint at saturation
     */
    public void step(double loss, double gradient, DoubleSupplier saturated) {
        observe(loss, gradient, saturated).forEach(listener);
    }

    /**
     * Records that the outputs of the last step were embeddings.
     *
     * @param loss the loss of that step, once more
     * @param collapsed the loss of the same batch if all its embeddings were equal ({@link Collapse#value}), NaN if it is not
     *     known; asked for only when the loss has not moved for long
     */
    public void embedding(double loss, DoubleSupplier collapsed) {
        compare(loss, collapsed).forEach(listener);
    }

    /** Records the loss on validation data, typically once an epoch. */
    public void validation(double loss) {
        judge(loss).forEach(listener);
    }

    /** Records the end of an epoch. */
    public void epoch() {
        endEpoch().forEach(listener);
    }

    /** The events that have been reported so far, in order. */
    public synchronized List<WatchEvent> events() {
        return List.copyOf(events);
    }

    private synchronized List<WatchEvent> observe(double loss) {
        steps++;
        List<WatchEvent> news = new ArrayList<>();
        if (!Double.isFinite(loss)) {
            report(Optional.of(new NonFiniteLoss(steps, loss, stall.now(), stall.lowest())), news);
            return news;
        }
        report(stall.step(steps, loss), news);
        divergence.step(loss);
        return news;
    }

    private synchronized List<WatchEvent> observe(double loss, double gradient, DoubleSupplier saturated) {
        List<WatchEvent> news = observe(loss);
        if (Double.isFinite(loss)) {
            report(vanishing.step(steps, stall.first(), stall.now(), gradient, saturated), news);
        }
        return news;
    }

    private synchronized List<WatchEvent> compare(double loss, DoubleSupplier collapsed) {
        List<WatchEvent> news = new ArrayList<>();
        if (Double.isFinite(loss)) {
            report(collapse.step(steps, loss, collapsed), news);
        }
        return news;
    }

    private synchronized List<WatchEvent> judge(double loss) {
        List<WatchEvent> news = new ArrayList<>();
        if (Double.isFinite(loss)) {
            report(divergence.validation(steps, loss), news);
        } else {
            report(Optional.of(new NonFiniteLoss(steps, loss, stall.now(), stall.lowest())), news);
        }
        return news;
    }

    private synchronized List<WatchEvent> endEpoch() {
        List<WatchEvent> news = new ArrayList<>();
        if (steps == stepsBeforeEpoch) {
            report(Optional.of(new EmptyEpoch(steps)), news);
        }
        stepsBeforeEpoch = steps;
        return news;
    }

    private void report(Optional<WatchEvent> found, List<WatchEvent> news) {
        found.filter(event -> events.stream().noneMatch(known -> known.getClass() == event.getClass()))
                .ifPresent(event -> {
                    events.add(event);
                    news.add(event);
                });
    }
}
