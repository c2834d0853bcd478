package org.losses4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.losses4j.loss.classification.BinaryCrossEntropy;
import org.losses4j.loss.classification.CategoricalCrossEntropy;
import org.losses4j.loss.regression.MeanSquaredError;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Behind a convolution or a recurrent layer, what an output belongs to is said, or asked. */
class BehindConvolutionsTest {
    private static final int N = 6;
    private final INDArray features = Networks.features(N);

    private static MultiLayerNetwork convolutional(CNN2DFormat format, Layer last) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .list()
                .layer(new ConvolutionLayer.Builder(1, 1)
                        .nOut(2)
                        .dataFormat(format)
                        .build())
                .layer(last)
                .setInputType(InputType.convolutional(2, 3, 1, format))
                .build());
        network.init();
        return network;
    }

    @ParameterizedTest
    @EnumSource(CNN2DFormat.class)
    void behindAConvolutionFlattenIsWhatDeeplearning4jsLayerDoes(CNN2DFormat format) {
        ObjectiveOutputLayer ours = new ObjectiveOutputLayer.Builder(new CategoricalCrossEntropy())
                .nOut(3)
                .flatten()
                .build();
        MultiLayerNetwork network = convolutional(format, ours);
        MultiLayerNetwork theirs = convolutional(
                format,
                new OutputLayer.Builder(new ObjectiveLoss(new CategoricalCrossEntropy()))
                        .nOut(3)
                        .build());
        boolean last = format == CNN2DFormat.NHWC;
        INDArray images = Examples.normal(new Random(1), last ? new long[] {N, 2, 3, 1} : new long[] {N, 1, 2, 3});
        DataSet data = new DataSet(images, Examples.labels(new CategoricalCrossEntropy(), N, 3, 1));
        assertArrayEquals(theirs.params().shape(), network.params().shape());
        network.setParams(theirs.params().dup());
        for (int i = 0; i < 3; i++) {
            assertEquals(theirs.score(data), network.score(data), 1e-12);
            theirs.fit(data);
            network.fit(data);
        }
        MultiLayerConfiguration restored = MultiLayerConfiguration.fromJson(
                network.getLayerWiseConfigurations().toJson());
        assertEquals(network.getLayerWiseConfigurations(), restored);
    }

    @Test
    void behindAConvolutionSomebodyMustSayWhatTheLayerGives() {
        ObjectiveOutputLayer open = new ObjectiveOutputLayer.Builder(new BinaryCrossEntropy())
                .nOut(1)
                .build();
        Consumer<InputType> build = type -> new NeuralNetConfiguration.Builder()
                .list()
                .layer(open.clone())
                .setInputType(type)
                .build();
        for (InputType type : List.of(
                InputType.convolutional(2, 3, 4),
                InputType.convolutional3D(Convolution3D.DataFormat.NDHWC, 2, 2, 2, 4))) {
            DL4JInvalidConfigException error = assertThrows(DL4JInvalidConfigException.class, () -> build.accept(type));
            assertTrue(error.getMessage().contains(".flatten()"), error.getMessage());
            assertTrue(error.getMessage().contains(".perPixel()"), error.getMessage());
        }
        assertDoesNotThrow(() -> build.accept(InputType.convolutionalFlat(2, 3, 4)));
        assertDoesNotThrow(() -> build.accept(InputType.recurrent(4)));
        DL4JInvalidConfigException sequences = assertThrows(
                DL4JInvalidConfigException.class,
                () -> new NeuralNetConfiguration.Builder()
                        .list()
                        .layer(new ObjectiveOutputLayer.Builder(new BinaryCrossEntropy())
                                .nOut(1)
                                .flatten()
                                .build())
                        .setInputType(InputType.recurrent(4))
                        .build());
        assertTrue(sequences.getMessage().contains("LastTimeStep"), sequences.getMessage());
    }

    /** The message gives shapes in the layer's order of axes, and an order of axes for labels of the other one. */
    @Test
    void labelsWithTheChannelsLastAreToldTheOrderOfTheirAxes() {
        MultiLayerNetwork network = convolutional(
                CNN2DFormat.NCHW,
                new ObjectiveOutputLayer.Builder(new BinaryCrossEntropy())
                        .nOut(4)
                        .perPixel()
                        .build());
        INDArray images = Examples.normal(new Random(1), N, 1, 2, 3);
        assertRefused(network, images, "[6, 2, 3, 4], wanted [6, 4, 2, 3]", "labels.permute(0, 3, 1, 2)", N, 2, 3, 4);
        assertRefused(network, images, "[6, 2, 12], wanted [6, 4, 2, 3]", "reshape them to [6, 4, 2, 3]", N, 2, 12);
        INDArray last = Nd4j.zeros(DataType.DOUBLE, N, 2, 3, 4);
        network.fit(new DataSet(images, last.permute(0, 3, 1, 2)));
    }

    private static void assertRefused(
            MultiLayerNetwork network, INDArray images, String shapes, String fix, long... labels) {
        DataSet data = new DataSet(images, Nd4j.zeros(DataType.DOUBLE, labels));
        String message = assertThrows(DL4JInvalidInputException.class, () -> network.fit(data))
                .getMessage();
        assertTrue(message.contains(shapes), message);
        assertTrue(message.contains(fix), message);
    }

    /** Behind a recurrent layer there is an output for each step, as RnnOutputLayer has it. */
    @Test
    void labelsByExampleBehindARecurrentLayerAreToldWhatIsMissing() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .list()
                .layer(new SimpleRnn.Builder().nOut(4).build())
                .layer(new ObjectiveOutputLayer.Builder(new MeanSquaredError())
                        .nOut(3)
                        .build())
                .setInputType(InputType.recurrent(3))
                .build());
        network.init();
        for (long steps : new long[] {5, 2}) {
            DataSet data = new DataSet(Examples.normal(new Random(1), N, 3, steps), Nd4j.zeros(DataType.DOUBLE, N, 3));
            DL4JInvalidInputException error = assertThrows(DL4JInvalidInputException.class, () -> network.fit(data));
            assertTrue(error.getMessage().contains("LastTimeStep"), error.getMessage());
        }
    }
}
