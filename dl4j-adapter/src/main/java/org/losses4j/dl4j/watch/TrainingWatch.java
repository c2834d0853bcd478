package org.losses4j.dl4j.watch;

import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.jspecify.annotations.Nullable;
import org.losses4j.dl4j.adversarial.AdversarialTrainer;
import org.losses4j.watch.TrainingMonitor;
import org.losses4j.watch.WatchEvent;
import org.losses4j.watch.WatchSettings;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener that warns, once for each kind, of what goes wrong in a training: a loss that is not finite, that has not
 * fallen for long, or that falls while the validation loss rises, outputs so saturated that no gradient leaves them,
 * embeddings that have collapsed to one point, and epochs without a step.
 *
 * <p>{@code network.addListeners(new TrainingWatch())} is enough, whatever losses the network has. The watch warns through
 * SLF4J, and {@link #events} lists what was found. Validation losses are computed at the end of each epoch from
 * {@link Builder#validation}, or given to {@link #validation}. The gradient at the output is watched where the output
 * layer's activation can saturate: sigmoid, softmax, tanh and similar ones; only a suspicion costs a forward pass. A watch
 * is for one training of one {@code MultiLayerNetwork} or {@code ComputationGraph}; of other models it sees the loss alone.
 */
public final class TrainingWatch extends BaseTrainingListener {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingWatch.class);

    private final TrainingMonitor monitor;
    private final @Nullable DataSetIterator held;
    private @Nullable SaturableOutput output;
    private double gradient = Double.NaN;

    /** A watch with the default settings. */
    public TrainingWatch() {
        this(builder());
    }

    private TrainingWatch(Builder builder) {
        Consumer<? super WatchEvent> listener = builder.listener;
        this.held = builder.held;
        this.monitor = new TrainingMonitor(builder.settings, event -> {
            LOG.warn(event.message());
            listener.accept(event);
        });
    }

    /** Builds a watch with other settings, validation data or a listener. */
    public static Builder builder() {
        return new Builder();
    }

    /** What has been found so far, in order, each kind once. */
    public List<WatchEvent> events() {
        return monitor.events();
    }

    /** Reports the loss of a step, for trainings that call no listener, such as {@link AdversarialTrainer}'s. */
    public void step(double loss) {
        monitor.step(loss);
    }

    /** Reports the loss on validation data, for those who compute it themselves. */
    public void validation(double loss) {
        monitor.validation(loss);
    }

    @Override
    public void onGradientCalculation(Model model) {
        if (output == null) {
            output = SaturableOutput.of(model);
        }
        gradient = output.gradientNorm(model);
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        SaturableOutput known = output;
        if (known == null || Double.isNaN(gradient)) {
            monitor.step(model.score());
        } else {
            monitor.step(model.score(), gradient, () -> known.saturated(model));
        }
        monitor.embedding(model.score(), () -> CollapsedScore.of(model));
    }

    @Override
    public void onEpochEnd(Model model) {
        monitor.epoch();
        if (held != null) {
            validation(score(model, held));
        }
    }

    private static double score(Model model, DataSetIterator held) {
        held.reset();
        double sum = 0;
        long examples = 0;
        while (held.hasNext()) {
            DataSet batch = held.next();
            sum += batch.numExamples() * score(model, batch);
            examples += batch.numExamples();
        }
        held.reset();
        return sum / examples;
    }

    private static double score(Model model, DataSet batch) {
        if (model instanceof MultiLayerNetwork network) {
            return network.score(batch, false);
        }
        if (model instanceof ComputationGraph graph) {
            return graph.score(batch, false);
        }
        throw new IllegalArgumentException("A TrainingWatch scores validation data with a MultiLayerNetwork or a"
                + " ComputationGraph, got " + model.getClass().getName() + ": give it the losses by validation(loss)");
    }

    /** Builds a {@link TrainingWatch}. */
    public static final class Builder {
        private WatchSettings settings = new WatchSettings();
        private Consumer<? super WatchEvent> listener = event -> {};
        private @Nullable DataSetIterator held;

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

        /** The data for the validation loss, which is computed at the end of each epoch; the network is not trained on them. */
        public Builder validation(DataSetIterator data) {
            this.held = data;
            return this;
        }

        /** Builds the watch. */
        public TrainingWatch build() {
            return new TrainingWatch(this);
        }
    }
}
