package org.losses4j.dl4j.conformance;

import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.dl4j.MaskUse;
import org.losses4j.dl4j.ObjectiveLossLayer;
import org.losses4j.dl4j.internal.layer.LayerRoles;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** A network of one {@link ObjectiveLossLayer}, whose features are the prediction. */
final class TrialLayer implements TrialNetwork {
    private final MultiLayerNetwork network;
    private final INDArray features;
    private final INDArray labels;
    private final @Nullable INDArray featuresMask;
    private final @Nullable INDArray labelsMask;

    TrialLayer(Objective objective, Map<String, Tensor> inputs) {
        LayerRoles roles = LayerRoles.of(objective);
        boolean weights = inputs.containsKey(Role.WEIGHTS);
        network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .list()
                .layer(new ObjectiveLossLayer.Builder(objective)
                        .activation(new ActivationIdentity())
                        // The inputs have the axes that the loss expects: channels last leaves them in their order.
                        .dataFormat(RNNFormat.NWC)
                        .maskUse(weights ? MaskUse.WEIGHTS : MaskUse.MASK)
                        .build())
                .build());
        network.init();
        Tensor prediction = Objects.requireNonNull(inputs.get(roles.prediction()), roles.prediction());
        features = Nd4jConformance.toArray(prediction);
        Tensor target =
                roles.target() == null ? null : inputs.get(roles.target().name());
        labels = target == null ? Nd4j.zeros(DataType.DOUBLE, features.size(0), 1) : Nd4jConformance.toArray(target);
        featuresMask = lengths(inputs.get(LayerRoles.INPUT_LENGTHS), features);
        INDArray targetMask = lengths(inputs.get(LayerRoles.TARGET_LENGTHS), labels);
        Tensor units = inputs.get(weights ? Role.WEIGHTS : Role.MASK);
        labelsMask = units == null ? targetMask : column(units);
    }

    /** A mask that has, in each row of {@code sequences}, 1 for as many steps as the row's length and 0 for the rest. */
    private static @Nullable INDArray lengths(@Nullable Tensor lengths, INDArray sequences) {
        if (lengths == null) {
            return null;
        }
        int rows = Math.toIntExact(sequences.size(0));
        int steps = Math.toIntExact(sequences.size(1));
        double[] values = lengths.toArray();
        double[] mask = new double[rows * steps];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = i % steps < values[i / steps] ? 1 : 0;
        }
        return Nd4jConformance.toArray(ReferenceTensor.of(mask, rows, steps));
    }

    /** The mask as Deeplearning4j takes it: one number for each example becomes a column, and a single number [1, 1]. */
    private static INDArray column(Tensor units) {
        Shape trimmed = units.shape().trimmed();
        if (trimmed.rank() == 0) {
            return Nd4j.valueArrayOf(new long[] {1, 1}, units.item(), DataType.DOUBLE);
        }
        return Nd4jConformance.toArray(trimmed.rank() == 1 ? units.reshape(trimmed.inserted(1, 1)) : units);
    }

    private DataSet data(@Nullable INDArray mask) {
        return new DataSet(features, labels, featuresMask, mask);
    }

    @Override
    public double score() {
        return network.score(data(labelsMask));
    }

    @Override
    public double[] scoresOfExamples() {
        return network.scoreExamples(data(labelsMask), false).data().asDouble();
    }

    @Override
    public double scoreOfUnit(Shape units, int index) {
        INDArray only = column(TrialNetwork.only(units, index, 1));
        return network.score(data(TrialNetwork.both(only, labelsMask)));
    }

    @Override
    public INDArray gradient(String role) {
        // Deeplearning4j's calculateGradients takes a features' mask for a labels' mask, so the features' mask is set
        // beforehand.
        network.setLayerMaskArrays(featuresMask, null);
        // Gradients are sums over examples, which updaters divide by their number.
        return network.calculateGradients(features, labels, null, labelsMask)
                .getSecond()
                .div(features.size(0));
    }

    @Override
    public int examples() {
        return Math.toIntExact(features.size(0));
    }
}
