package org.losses4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.losses4j.Objective;
import org.losses4j.dl4j.nd4j.Nd4jExecution;
import org.losses4j.loss.sequence.Ctc;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/** CTC: label sequences of their own length behind a recurrent layer. */
class SequencesTest {
    private static final int N = 3;
    private static final int T = 6;
    private static final int CLASSES = 4;

    private static MultiLayerNetwork network(RNNFormat format) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(new NoOp())
                .list()
                .layer(new SimpleRnn.Builder()
                        .nOut(3)
                        .activation(Activation.TANH)
                        .build())
                .layer(new ObjectiveOutputLayer.Builder(new Ctc()).nOut(CLASSES).build())
                .setInputType(InputType.recurrent(2, T, format))
                .build());
        network.init();
        return network;
    }

    @ParameterizedTest
    @EnumSource(RNNFormat.class)
    void lengthsComeFromTheMasks(RNNFormat format) {
        MultiLayerNetwork network = network(format);
        boolean last = format == RNNFormat.NWC;
        INDArray features = Examples.normal(new Random(1), last ? new long[] {N, T, 2} : new long[] {N, 2, T});
        INDArray labels = Nd4j.createFromArray(new double[][] {{1, 2, 2}, {3, 0, 0}, {2, 1, 0}});
        INDArray frames =
                Nd4j.createFromArray(new double[][] {{1, 1, 1, 1, 1, 1}, {1, 1, 1, 0, 0, 0}, {1, 1, 1, 1, 1, 0}});
        INDArray letters = Nd4j.createFromArray(new double[][] {{1, 1, 1}, {1, 0, 0}, {1, 1, 0}});
        DataSet data = new DataSet(features, labels, frames, letters);
        // The raw output: the logarithm of the softmax is a logit too.
        INDArray output = network.output(features, false, frames, letters);
        INDArray logits = org.nd4j.linalg.ops.transforms.Transforms.log(last ? output : output.permute(0, 2, 1), true);
        double value = new Nd4jExecution()
                .compute(
                        Objective.of(new Ctc()),
                        Map.of(
                                "prediction",
                                logits,
                                "target",
                                labels,
                                "input_lengths",
                                Nd4j.createFromArray(6.0, 3, 5),
                                "target_lengths",
                                Nd4j.createFromArray(3.0, 1, 2)),
                        List.of())
                .value()
                .getDouble(0);
        assertEquals(value, network.score(data), 1e-9);
        INDArray asRecurrent = labels.reshape(N, 1, 3);
        assertEquals(value, network.score(new DataSet(features, asRecurrent, frames, letters)), 1e-9);

        DataType before = Nd4j.dataType();
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        try {
            assertTrue(GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig()
                    .net(network)
                    .input(features)
                    .labels(labels)
                    .inputMask(frames)
                    .labelMask(letters)
                    .maxRelError(1e-5)
                    .minAbsoluteError(1e-9)));
        } finally {
            Nd4j.setDefaultDataTypes(before, before);
        }
    }

    @ParameterizedTest
    @EnumSource(RNNFormat.class)
    void aMaskWithAGapIsNoLength(RNNFormat format) {
        MultiLayerNetwork network = network(format);
        boolean last = format == RNNFormat.NWC;
        INDArray features = Examples.normal(new Random(1), last ? new long[] {N, T, 2} : new long[] {N, 2, T});
        INDArray letters = Nd4j.createFromArray(new double[][] {{1, 0, 1}, {1, 0, 0}, {1, 1, 0}});
        DL4JInvalidInputException error = assertThrows(
                DL4JInvalidInputException.class,
                () -> network.score(new DataSet(features, Nd4j.ones(N, 3), null, letters)));
        assertTrue(error.getMessage().contains("row 0 has a gap at 1"), error.getMessage());
    }

    @Test
    void aMaskOfExamplesIsNoLength() {
        INDArray features = Examples.normal(new Random(1), new long[] {N, 2, T});
        DataSet data = new DataSet(features, Nd4j.ones(N, 3), null, Nd4j.ones(N, 1));

        DL4JInvalidInputException error = assertThrows(
                DL4JInvalidInputException.class, () -> network(RNNFormat.NCW).score(data));

        assertTrue(error.getMessage().contains("must be [N, 3], got [3, 1]"), error.getMessage());
    }

    @Test
    void aWeightIsNoLength() {
        INDArray features = Examples.normal(new Random(1), new long[] {N, 2, T});
        DataSet data = new DataSet(features, Nd4j.ones(N, 3), null, Nd4j.valueArrayOf(N, 3, 0.5));

        DL4JInvalidInputException error = assertThrows(
                DL4JInvalidInputException.class, () -> network(RNNFormat.NCW).score(data));

        assertTrue(error.getMessage().contains("row 0 has 0.5 at 0"), error.getMessage());
    }

    @Test
    void lengthsAreNoWeights() {
        ObjectiveOutputLayer.Builder builder =
                new ObjectiveOutputLayer.Builder(new Ctc()).nOut(CLASSES).maskUse(MaskUse.WEIGHTS);

        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, builder::build);

        assertTrue(error.getMessage().contains("ObjectiveVertex"), error.getMessage());
    }
}
