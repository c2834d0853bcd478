package org.losses4j.dl4j;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.jspecify.annotations.Nullable;
import org.losses4j.Objective;
import org.losses4j.dl4j.internal.layer.Activations;
import org.losses4j.dl4j.internal.layer.LayerRoles;
import org.losses4j.dl4j.nd4j.ExecutionMode;
import org.losses4j.engine.Engine;
import org.losses4j.execution.CrossBatchMemory;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The common base of the builders of {@link ObjectiveOutputLayer} and {@link ObjectiveLossLayer}: the objective and how it
 * is computed.
 *
 * @param <T> the builder itself
 */
public abstract class ObjectiveLayerBuilder<T extends ObjectiveLayerBuilder<T>> extends BaseOutputLayer.Builder<T> {
    private final Objective objective;
    private @Nullable Boolean channelsLast;
    private MaskUse maskUse = MaskUse.MASK;
    private @Nullable ExecutionMode executionMode;
    private @Nullable Integer crossBatchMemory;
    private @Nullable Engine engine;

    /**
     * A builder with the activation that the objective is meant to follow.
     *
     * @throws IllegalArgumentException if the objective cannot be saved, as a lambda cannot; does not reduce the batch; or
     *     needs more than one prediction and its labels
     */
    ObjectiveLayerBuilder(Objective objective) {
        LayerRoles.of(objective);
        objective.spec();
        this.objective = objective;
        setActivationFn(Activations.natural(objective));
    }

    Objective objective() {
        return objective;
    }

    /**
     * The settings that are saved with the layer.
     *
     * @throws IllegalArgumentException if {@link MaskUse#WEIGHTS} was chosen and the objective reads the lengths of
     *     sequences from the labels' mask
     */
    ObjectiveSettings settings() {
        if (maskUse == MaskUse.WEIGHTS && !LayerRoles.of(objective).lengths().isEmpty()) {
            throw new IllegalArgumentException(
                    objective.name() + ": the labels' mask tells the lengths of sequences, and"
                            + " cannot be MaskUse.WEIGHTS; weigh examples by an ObjectiveVertex with the input 'weights'");
        }
        return new ObjectiveSettings(
                objective.spec().toString(), channelsLast, maskUse, executionMode, crossBatchMemory, engine);
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

    /** How the labels' mask is used; by default {@link MaskUse#MASK}. */
    public T maskUse(MaskUse use) {
        this.maskUse = use;
        return self();
    }

    /** How the objective is computed; by default {@link ExecutionMode#byDefault}, read when the network is initialised. */
    public T executionMode(ExecutionMode mode) {
        this.executionMode = mode;
        return self();
    }

    /**
     * Compares a batch of embeddings, in training, not only with itself but also with the last examples before it, see {@link
     * CrossBatchMemory}: more positives and harder negatives than one batch has. Scores outside of training are of the batch
     * alone. What is held is not saved with the network.
     *
     * @param examples the greatest number of examples that are held, at least 1
     * @throws IllegalArgumentException if the objective is no loss that finds its pairs in a batch of embeddings
     */
    public T crossBatchMemory(int examples) {
        new CrossBatchMemory(objective, examples);
        this.crossBatchMemory = examples;
        return self();
    }

    /**
     * The engine that computes in {@link ExecutionMode#FUSED}; several layers may share one. By default each layer has an
     * engine of its own with the default options. It is not saved with the network.
     */
    public T engine(Engine engine) {
        this.engine = engine;
        return self();
    }

    /** Refused: the objective is the loss. */
    @Override
    public T lossFunction(ILossFunction lossFunction) {
        throw new UnsupportedOperationException("This layer's loss is its objective, " + objective.name()
                + ", which the builder's constructor takes; for " + lossFunction + " use Deeplearning4j's own layers");
    }

    /** Refused: the objective is the loss. */
    @Override
    public T lossFunction(LossFunction lossFunction) {
        return lossFunction(lossFunction.getILossFunction());
    }

    private T channelsLast(boolean last) {
        this.channelsLast = last;
        return self();
    }

    @SuppressWarnings("unchecked") // T is the builder itself, by the contract of its parameter
    final T self() {
        return (T) this;
    }
}
