package org.losses4j.dl4j;

import java.util.Random;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.losses4j.Loss;
import org.losses4j.Objective;
import org.losses4j.dl4j.internal.array.ChannelsLast;
import org.losses4j.dl4j.internal.layer.Activations;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.NoOp;

/** The layers that an objective is checked under, each at the end of a tiny network. */
enum CheckedLayer {
    OUTPUT("OutputLayer", Kind.VECTORS, true, false),
    LOSS("LossLayer", Kind.VECTORS, true, true),
    RNN_OUTPUT("RnnOutputLayer", Kind.SEQUENCES, true, false),
    RNN_LOSS("RnnLossLayer", Kind.SEQUENCES, true, true),
    CNN_LOSS("CnnLossLayer", Kind.IMAGES, true, true),
    OWN("ObjectiveOutputLayer", Kind.VECTORS, false, false),
    OWN_LOSS("ObjectiveLossLayer", Kind.VECTORS, false, true),
    OWN_NCW("ObjectiveOutputLayer, NCW", Kind.SEQUENCES, false, false),
    OWN_NWC("ObjectiveOutputLayer, NWC", Kind.SEQUENCES_LAST, false, false),
    OWN_NCHW("ObjectiveOutputLayer, NCHW", Kind.IMAGES, false, false),
    OWN_NHWC("ObjectiveLossLayer, NHWC", Kind.IMAGES_LAST, false, true);

    static final int EXAMPLES = 4;
    static final int FEATURES = 2;
    static final int HIDDEN = 2;
    /** As many as a box has coordinates. */
    static final int OUTPUTS = 4;

    /** The kind of data that a layer takes. */
    enum Kind {
        VECTORS(1, false),
        SEQUENCES(2, false),
        SEQUENCES_LAST(2, true),
        IMAGES(2, false),
        IMAGES_LAST(2, true);

        /** Rows of each example. */
        final int rows;

        final boolean last;

        Kind(int rows, boolean last) {
            this.rows = rows;
            this.last = last;
        }

        boolean images() {
            return this == IMAGES || this == IMAGES_LAST;
        }

        InputType input() {
            return switch (this) {
                case VECTORS -> InputType.feedForward(FEATURES);
                case SEQUENCES -> InputType.recurrent(FEATURES, 2, RNNFormat.NCW);
                case SEQUENCES_LAST -> InputType.recurrent(FEATURES, 2, RNNFormat.NWC);
                case IMAGES -> InputType.convolutional(1, 2, FEATURES, CNN2DFormat.NCHW);
                case IMAGES_LAST -> InputType.convolutional(1, 2, FEATURES, CNN2DFormat.NHWC);
            };
        }

        /** Rows, [examples · rows, C] with an example's rows together, as an array of a layer. */
        INDArray place(INDArray rowsOf) {
            long c = rowsOf.size(1);
            return switch (this) {
                case VECTORS -> rowsOf;
                case SEQUENCES ->
                    ChannelsLast.back(rowsOf.reshape('c', EXAMPLES, 2, c), false)
                            .dup('c');
                case SEQUENCES_LAST -> rowsOf.reshape('c', EXAMPLES, 2, c);
                case IMAGES ->
                    ChannelsLast.back(rowsOf.reshape('c', EXAMPLES, 1, 2, c), false)
                            .dup('c');
                case IMAGES_LAST -> rowsOf.reshape('c', EXAMPLES, 1, 2, c);
            };
        }
    }

    final String title;
    final Kind kind;
    final boolean builtIn;
    final boolean withoutWeights;

    CheckedLayer(String title, Kind kind, boolean builtIn, boolean withoutWeights) {
        this.title = title;
        this.kind = kind;
        this.builtIn = builtIn;
        this.withoutWeights = withoutWeights;
    }

    MultiLayerNetwork network(Loss loss, long seed) {
        IActivation activation = Activations.natural(Objective.of(loss));
        int hidden = withoutWeights ? OUTPUTS : HIDDEN;
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(seed)
                .dataType(DataType.DOUBLE)
                .updater(new NoOp())
                .list()
                .layer(first(hidden))
                .layer(last(loss, activation))
                .setInputType(kind.input())
                .build());
        network.init();
        return network;
    }

    private Layer first(int hidden) {
        if (kind == Kind.VECTORS) {
            return new DenseLayer.Builder()
                    .nOut(hidden)
                    .activation(Activation.TANH)
                    .build();
        }
        return kind.images()
                ? new ConvolutionLayer.Builder(1, 1)
                        .nOut(hidden)
                        .dataFormat(kind.last ? CNN2DFormat.NHWC : CNN2DFormat.NCHW)
                        .activation(Activation.TANH)
                        .build()
                : new SimpleRnn.Builder()
                        .nOut(hidden)
                        .activation(Activation.TANH)
                        .build();
    }

    private Layer last(Loss loss, IActivation activation) {
        return switch (this) {
            case OUTPUT ->
                new OutputLayer.Builder(new ObjectiveLoss(loss))
                        .nOut(OUTPUTS)
                        .activation(activation)
                        .build();
            case LOSS ->
                new LossLayer.Builder(new ObjectiveLoss(loss))
                        .activation(activation)
                        .build();
            case RNN_OUTPUT ->
                new RnnOutputLayer.Builder(new ObjectiveLoss(loss))
                        .nOut(OUTPUTS)
                        .activation(activation)
                        .build();
            case RNN_LOSS ->
                new RnnLossLayer.Builder(new ObjectiveLoss(loss))
                        .activation(activation)
                        .build();
            case CNN_LOSS ->
                new CnnLossLayer.Builder(new ObjectiveLoss(loss))
                        .activation(activation)
                        .build();
            case OWN_LOSS, OWN_NHWC -> new ObjectiveLossLayer.Builder(loss).build();
            default ->
                new ObjectiveOutputLayer.Builder(loss).nOut(OUTPUTS).perPixel().build();
        };
    }

    INDArray features(long seed) {
        return kind.place(Examples.normal(new Random(seed), EXAMPLES * kind.rows, FEATURES));
    }
}
