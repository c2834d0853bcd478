package org.losses4j.dl4j.watch;

import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationRationalTanh;
import org.nd4j.linalg.activations.impl.ActivationRectifiedTanh;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The output of a network whose activation can saturate, as a sigmoid can.
 *
 * @param activation the activation's class; null if no output can saturate
 * @param trained the last layer with parameters up to the output; null if no output can saturate
 * @param index the output's index among the network's outputs
 */
record SaturableOutput(
        @Nullable Class<? extends IActivation> activation,
        @Nullable Layer trained,
        int index) {
    private static final Set<Class<? extends IActivation>> FROM_ZERO = Set.of(
            ActivationSigmoid.class,
            ActivationSoftmax.class,
            ActivationHardSigmoid.class,
            ActivationRectifiedTanh.class);
    private static final Set<Class<? extends IActivation>> FROM_MINUS_ONE = Set.of(
            ActivationTanH.class, ActivationHardTanH.class, ActivationRationalTanh.class, ActivationSoftSign.class);
    // Within this share of the range from an end, a sigmoid has less than a hundredth of its steepest slope.
    private static final double NEAR = 0.0025;

    /** The first output that can saturate, or a record without activation if there is none. */
    static SaturableOutput of(Model model) {
        if (model instanceof MultiLayerNetwork network) {
            Layer trained = network.getOutputLayer();
            for (int i = network.getnLayers() - 1; i >= 0 && trained.numParams() == 0; i--) {
                trained = network.getLayer(i);
            }
            return of(network.getOutputLayer(), trained, 0);
        }
        if (model instanceof ComputationGraph graph) {
            for (int i = 0; i < graph.getNumOutputArrays(); i++) {
                Layer output = graph.getOutputLayer(i);
                SaturableOutput found = of(output, output, i);
                if (found.activation != null) {
                    return found;
                }
            }
        }
        return none();
    }

    private static SaturableOutput of(@Nullable Layer output, @Nullable Layer trained, int index) {
        if (output == null
                || trained == null
                || trained.numParams() == 0
                || !(output.conf().getLayer() instanceof BaseLayer conf)) {
            return none();
        }
        Class<? extends IActivation> activation = conf.getActivationFn().getClass();
        return FROM_ZERO.contains(activation) || FROM_MINUS_ONE.contains(activation)
                ? new SaturableOutput(activation, trained, index)
                : none();
    }

    private static SaturableOutput none() {
        return new SaturableOutput(null, null, 0);
    }

    /** The norm of the score's gradient by the parameters of {@link #trained}; NaN if no output can saturate. */
    double gradientNorm(Model model) {
        if (trained == null) {
            return Double.NaN;
        }
        INDArray gradients = trained.getGradientsViewArray();
        if (gradients == null) {
            return Double.NaN;
        }
        double norm = gradients.norm2Number().doubleValue();
        return trained.conf().isMiniBatch() ? norm / model.batchSize() : norm;
    }

    /** The share of outputs at the ends of the activation, for the batch that the network has just seen. */
    double saturated(Model model) {
        INDArray activated = activated(model);
        double least = FROM_MINUS_ONE.contains(activation) ? -1 : 0;
        INDArray position = activated.sub(least).divi(1 - least);
        long high = position.gt(1 - NEAR).castTo(DataType.INT64).sumNumber().longValue();
        if (activation == ActivationSoftmax.class) {
            // With many classes most outputs are near 0 at any time; a softmax is flat where one class has all.
            return (double) high * position.size(1) / position.length();
        }
        long low = position.lt(NEAR).castTo(DataType.INT64).sumNumber().longValue();
        return (double) (high + low) / position.length();
    }

    private INDArray activated(Model model) {
        if (model instanceof MultiLayerNetwork network) {
            return network.output(network.getInput(), false);
        }
        ComputationGraph graph = (ComputationGraph) model;
        return graph.output(false, graph.getInputs())[index];
    }
}
