package org.losses4j.dl4j;

import java.util.Objects;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.jspecify.annotations.Nullable;
import org.losses4j.Objective;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * What {@link ObjectiveOutputLayer} and {@link ObjectiveLossLayer} have in common: an objective, and the order of axes.
 *
 * <p>In JSON the objective is its text, without any class name.
 */
public abstract class BaseObjectiveLayer extends FeedForwardLayer {
    private static final long serialVersionUID = 1;

    @JsonProperty("objective")
    private @Nullable String objective;

    @JsonProperty("channelsLast")
    private @Nullable Boolean channelsLast;

    @JsonProperty("maskUse")
    private MaskUse maskUse = MaskUse.MASK;

    BaseObjectiveLayer(Builder<?> builder) {
        super(builder);
        this.objective = builder.objective.spec().toString();
        this.channelsLast = builder.channelsLast;
        this.maskUse = builder.maskUse;
        initializeConstraints(builder);
    }

    /** For restoring from JSON. */
    BaseObjectiveLayer() {}

    /** The objective. */
    public Objective objective() {
        return Objective.parse(Objects.requireNonNull(objective, "The layer was saved without its objective"));
    }

    /** Whether arrays of more than two axes are [N, …, C]; else they are [N, C, …]. */
    public boolean channelsLast() {
        return Boolean.TRUE.equals(channelsLast);
    }

    /** What the labels' mask means. */
    public MaskUse maskUse() {
        return maskUse;
    }

    @Override
    public void setNIn(InputType inputType, boolean override) {
        long size = Features.count(inputType);
        if (nIn <= 0 || override) {
            nIn = size;
        }
        Boolean last = Features.last(inputType);
        if (last != null && (channelsLast == null || override)) {
            channelsLast = last;
        }
    }

    /** None: the layer takes sequences and images as they are. */
    @Override
    public @Nullable InputPreProcessor getPreProcessorForInputType(InputType inputType) {
        return null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BaseObjectiveLayer layer
                && getClass() == layer.getClass()
                && super.equals(other)
                && Objects.equals(objective, layer.objective)
                && channelsLast() == layer.channelsLast()
                && maskUse == layer.maskUse;
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + Objects.hash(objective, channelsLast(), maskUse);
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "(" + objective + ", nIn=" + nIn + ", nOut=" + nOut + ")";
    }

    /**
     * Builds a layer around an objective.
     *
     * @param <T> the builder itself
     */
    public abstract static class Builder<T extends Builder<T>> extends FeedForwardLayer.Builder<T> {
        private final Objective objective;
        private @Nullable Boolean channelsLast;
        private MaskUse maskUse = MaskUse.MASK;

        /**
         * A builder with the activation that the objective is meant to follow.
         *
         * @throws IllegalArgumentException if the objective cannot be saved, as a lambda cannot; does not reduce the batch;
         *     or needs more than one prediction and its labels
         */
        Builder(Objective objective) {
            LayerRoles.of(objective);
            objective.spec();
            this.objective = objective;
            setActivationFn(Activations.natural(objective));
        }

        Objective objective() {
            return objective;
        }

        /** The order of axes of sequences; by default that of the input type, else [N, C, T]. */
        public T dataFormat(RNNFormat format) {
            return channelsLast(format == RNNFormat.NWC);
        }

        /** The order of axes of images; by default that of the input type, else [N, C, H, W]. */
        public T dataFormat(CNN2DFormat format) {
            return channelsLast(format == CNN2DFormat.NHWC);
        }

        /** The order of axes of volumes; by default that of the input type, else [N, C, D, H, W]. */
        public T dataFormat(Convolution3D.DataFormat format) {
            return channelsLast(format == Convolution3D.DataFormat.NDHWC);
        }

        /** What the labels' mask means; by default {@link MaskUse#MASK}. */
        public T maskUse(MaskUse use) {
            this.maskUse = use;
            return self();
        }

        private T channelsLast(boolean last) {
            this.channelsLast = last;
            return self();
        }

        @SuppressWarnings("unchecked") // T is the builder itself, by the contract of its parameter
        private T self() {
            return (T) this;
        }
    }
}
