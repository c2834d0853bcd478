package org.losses4j.djl.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.watch.Collapse;
import org.losses4j.watch.TrainingMonitor;
import org.losses4j.watch.WatchEvent;
import org.losses4j.watch.WatchSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener that warns, once for each kind, of what goes wrong in a training: a loss that is not finite, that has not
 * fallen for long, or that falls while the validation loss rises, outputs so saturated that no gradient leaves them,
 * embeddings that have collapsed to one point, and epochs without a step.
 *
 * <p>{@code config.addTrainingListeners(new TrainingWatch())} is enough, for any loss that reduces its batch, of DJL or of
 * ours. The watch warns through SLF4J, and {@link #events} lists what was found. It computes the loss once more for each
 * batch, as DJL's own listeners do; validation losses are averaged over an epoch. The gradient at the output is taken from
 * the block's last weight that has one, where {@code EasyTrain.trainBatch} leaves it until the next batch. A training loop
 * of your own, whose losses DJL's listeners do not get, calls {@link #step}. A watch is for one training.
 */
public final class TrainingWatch extends TrainingListenerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingWatch.class);

    private final TrainingMonitor monitor;
    private double validationSum;
    private long validationBatches;

    /** A watch with the default settings. */
    public TrainingWatch() {
        this(builder());
    }

    private TrainingWatch(Builder builder) {
        Consumer<? super WatchEvent> listener = builder.listener;
        this.monitor = new TrainingMonitor(builder.settings, event -> {
            LOG.warn(event.message());
            listener.accept(event);
        });
    }

    /** Builds a watch with other settings or a listener. */
    public static Builder builder() {
        return new Builder();
    }

    /** What has been found so far, in order, each kind once. */
    public List<WatchEvent> events() {
        return monitor.events();
    }

    /** Reports the loss on validation data, for those who compute it themselves. */
    public void validation(double loss) {
        monitor.validation(loss);
    }

    /** Reports the loss of a step of your own training loop; arrays and gradients are not looked at. */
    public void step(double loss) {
        monitor.step(loss);
    }

    /**
     * Reports the loss of a step of your own training loop.
     *
     * @param trainer the trainer whose block has the gradients of the step: after {@code backward} and before the next
     *     batch
     * @param labels the labels that the loss was computed from
     * @param predictions the predictions that the loss was computed from
     */
    public void step(double loss, Trainer trainer, NDList labels, NDList predictions) {
        monitor.step(loss, OutputGradient.norm(trainer), () -> OutputGradient.saturated(predictions.get(0)));
        monitor.embedding(loss, () -> collapsed(trainer, labels));
    }

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batch) {
        NDList labels = batch.getLabels().values().iterator().next();
        NDList predictions = batch.getPredictions().values().iterator().next();
        step(loss(trainer, batch), trainer, labels, predictions);
    }

    /** The loss if all embeddings were equal; NaN where the loss is not one of ours that compares by classes. */
    private static double collapsed(Trainer trainer, NDList labels) {
        if (labels.isEmpty() || !(trainer.getLoss() instanceof ObjectiveLoss loss)) {
            return Double.NaN;
        }
        try (NDArray classes = labels.get(0).toType(DataType.FLOAT64, true)) {
            double[] values = classes.toDoubleArray();
            return Collapse.value(loss.objective(), ReferenceTensor.of(values, values.length));
        }
    }

    @Override
    public void onValidationBatch(Trainer trainer, BatchData batch) {
        validationSum += loss(trainer, batch);
        validationBatches++;
    }

    @Override
    public void onEpoch(Trainer trainer) {
        monitor.epoch();
        if (validationBatches > 0) {
            validation(validationSum / validationBatches);
            validationSum = 0;
            validationBatches = 0;
        }
    }

    /** The mean of the losses of the devices, each of which has its share of the batch. */
    private static double loss(Trainer trainer, BatchData batch) {
        Map<Device, NDList> predictions = batch.getPredictions();
        return batch.getLabels().entrySet().stream()
                .mapToDouble(labels -> loss(
                        trainer,
                        labels.getValue(),
                        Objects.requireNonNull(
                                predictions.get(labels.getKey()), "A batch has labels without predictions")))
                .average()
                .orElse(Double.NaN);
    }

    private static double loss(Trainer trainer, NDList labels, NDList predictions) {
        // Some losses return one of their inputs: the batch closes it.
        try (NDArray sum = trainer.getLoss().evaluate(labels, predictions).sum()) {
            return sum.toType(DataType.FLOAT64, false).getDouble();
        }
    }

    /** Builds a {@link TrainingWatch}. */
    public static final class Builder {
        private WatchSettings settings = new WatchSettings();
        private Consumer<? super WatchEvent> listener = event -> {};

        private Builder() {}

        /** The thresholds of the warnings. */
        public Builder settings(WatchSettings settings) {
            this.settings = settings;
            return this;
        }

        /**
         * Calls {@code listener} with each event, besides the log, on the training's thread, where it may stop or lower the
         * learning rate.
         */
        public Builder onEvent(Consumer<? super WatchEvent> listener) {
            this.listener = listener;
            return this;
        }

        /** Builds the watch. */
        public TrainingWatch build() {
            return new TrainingWatch(this);
        }
    }
}
