package org.losses4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.Loss;
import org.losses4j.loss.embedding.ArcFace;
import org.losses4j.loss.embedding.CosFace;
import org.losses4j.loss.regression.MeanSquaredError;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.ops.transforms.Transforms;

class CosineLayerTest {
    private static final double[][] X = {{1, 2, -2}, {0.5, 0, 4}, {-3, 1, 0.25}};
    private static final double[][] W = {{0.2, 3}, {-0.1, 1}, {0.4, 2}};
    private static DataType before = DataType.FLOAT;

    @BeforeAll
    static void useDoubles() {
        before = Nd4j.dataType();
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    }

    @AfterAll
    static void restore() {
        Nd4j.setDefaultDataTypes(before, before);
    }

    // F.linear(F.normalize(x), F.normalize(w)) of PyTorch 2.13.
    @Test
    void valuesAndGradientsArePyTorchs() {
        MultiLayerNetwork layer = layer(W);
        INDArray x = Nd4j.createFromArray(X);
        assertClose(
                layer.output(x),
                -0.581914373963,
                0.089087080637,
                0.920264335333,
                0.629843866925,
                -0.412751496294,
                -0.631894097807);
        Pair<Gradient, INDArray> gradients = backward(layer, x);
        assertClose(
                gradients.getSecond(),
                -0.304589608641,
                -0.082004894634,
                -0.234299698955,
                0.578530039193,
                0.171831465142,
                -0.072316254899,
                0.001564227673,
                0.064535502646,
                -0.239371278508);
        assertClose(
                gradients.getFirst().getGradientFor("0_W").transpose(),
                2.649369829892,
                0.905423579177,
                -1.098329020152,
                -0.474782521232,
                -0.446241179888,
                0.935294371792);
    }

    @Test
    void zeroVectorsHaveTheCosineZeroAndNoGradient() {
        MultiLayerNetwork layer = layer(new double[][] {{0, 3}, {0, 1}, {0, 2}});
        INDArray x = Nd4j.createFromArray(new double[][] {{0, 0, 0}, {0.5, 0, 4}, {-3, 1, 0.25}});
        assertClose(layer.output(x), 0, 0, 0, 0.629843866925, 0, -0.631894097807);
        Pair<Gradient, INDArray> gradients = backward(layer, x);
        assertClose(gradients.getSecond().getRow(0), 0, 0, 0);
        assertClose(gradients.getFirst().getGradientFor("0_W").getColumn(0), 0, 0, 0);
        assertTrue(Double.isFinite(gradients.getSecond().sumNumber().doubleValue()));
    }

    @Test
    void lengthsDoNotMatterEvenWhereTheirSquaresOverflow() {
        MultiLayerNetwork layer = layer(W);
        INDArray x = Nd4j.createFromArray(X);
        double[] expected = layer.output(x).dup('c').data().asDouble();
        assertClose(layer.output(x.mul(1e-200)), expected);
        assertClose(layer.output(x.mul(1e200)), expected);
    }

    @Test
    void anInputOfOtherFeaturesIsRefused() {
        DL4JInvalidInputException error =
                assertThrows(DL4JInvalidInputException.class, () -> layer(W).output(Nd4j.ones(3, 2)));
        assertTrue(error.getMessage().contains("wanted [N, 3]"), error.getMessage());
    }

    static Stream<Loss> losses() {
        return Stream.of(new ArcFace(0.3, 4), new CosFace(0.2, 4));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void gradientsPassDeeplearning4jsCheck(Loss loss) {
        MultiLayerNetwork network = network(loss, Activation.IDENTITY, new NoOp());
        assertTrue(GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig()
                .net(network)
                .input(Examples.normal(new Random(5), 6, 2))
                .labels(classes(6))
                .maxRelError(1e-5)
                .minAbsoluteError(1e-9)));
    }

    @Test
    void gradientsThroughAnActivationPassDeeplearning4jsCheck() {
        MultiLayerNetwork network = network(new MeanSquaredError(), Activation.TANH, new NoOp());
        assertTrue(GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig()
                .net(network)
                .input(Examples.normal(new Random(5), 6, 2))
                .labels(Examples.normal(new Random(6), 6, 3))
                .maxRelError(1e-5)
                .minAbsoluteError(1e-9)));
    }

    @Test
    void gradientsOfMaskedSequencesPassDeeplearning4jsCheck() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(new NoOp())
                .list()
                .layer(new LSTM.Builder().nOut(4).build())
                .layer(new CosineLayer.Builder().nOut(3).build())
                .layer(new ObjectiveLossLayer.Builder(new ArcFace(0.3, 4)).build())
                .setInputType(InputType.recurrent(2, 5))
                .build());
        network.init();
        INDArray mask = Nd4j.ones(2, 5);
        mask.putScalar(1, 4, 0);
        mask.putScalar(1, 3, 0);
        assertTrue(GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig()
                .net(network)
                .input(Examples.normal(new Random(5), 2, 2, 5))
                .labels(Nd4j.createFromArray(new double[][] {{0, 1, 2, 0, 1}, {2, 2, 0, 1, 0}}))
                .inputMask(mask)
                .labelMask(mask)
                .maxRelError(1e-5)
                .minAbsoluteError(1e-9)));
    }

    @Test
    void aNetworkLearnsByArcFaceAndIsRestored() throws Exception {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Adam(0.01))
                .activation(Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder().nOut(8).build())
                .layer(new CosineLayer.Builder().nOut(3).build())
                .layer(new ObjectiveLossLayer.Builder(new ArcFace()).build())
                .setInputType(InputType.feedForward(2))
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        INDArray labels = classes(60);
        INDArray angles = labels.mul(2 * Math.PI / 3);
        INDArray centers = Nd4j.hstack(Transforms.cos(angles), Transforms.sin(angles));
        DataSet data =
                new DataSet(centers.add(Examples.normal(new Random(4), 60, 2).mul(0.2)), labels);
        for (int step = 0; step < 150; step++) {
            network.fit(data);
        }
        INDArray cosines = network.output(data.getFeatures());
        INDArray found = cosines.argMax(1).castTo(DataType.DOUBLE).reshape(60, 1);
        double right = found.eq(labels).castTo(DataType.DOUBLE).sumNumber().doubleValue();
        assertTrue(right > 48, right + " of 60");
        assertTrue(cosines.maxNumber().doubleValue() <= 1 + 1e-6
                && cosines.minNumber().doubleValue() >= -1 - 1e-6);

        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ModelSerializer.writeModel(network, file, true);
        MultiLayerNetwork restored =
                ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(file.toByteArray()), true);
        assertEquals(network.getLayerWiseConfigurations(), restored.getLayerWiseConfigurations());
        assertEquals(configuration, Networks.javaCopy(configuration));
        assertEquals(cosines, restored.output(data.getFeatures()));
        assertEquals(cosines, network.clone().output(data.getFeatures()));
        network.fit(data);
        restored.fit(data);
        assertEquals(network.params(), restored.params());
    }

    @Test
    void itEqualsNoDenseLayer() {
        CosineLayer layer = new CosineLayer.Builder().nIn(2).nOut(3).build();
        assertEquals(layer, new CosineLayer.Builder().nIn(2).nOut(3).build());
        assertNotEquals(layer, new CosineLayer.Builder().nIn(2).nOut(4).build());
        assertEquals(layer, layer.clone());
        assertEquals("CosineLayer(nIn=2, nOut=3)", layer.toString());
    }

    private static INDArray classes(int examples) {
        INDArray classes = Nd4j.create(DataType.DOUBLE, examples, 1);
        for (int i = 0; i < examples; i++) {
            classes.putScalar(i, 0, i % 3);
        }
        return classes;
    }

    private static MultiLayerNetwork network(Loss loss, Activation activation, IUpdater updater) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(updater)
                .l2(1e-3)
                .list()
                .layer(new DenseLayer.Builder()
                        .nOut(4)
                        .activation(Activation.TANH)
                        .build())
                .layer(new CosineLayer.Builder().nOut(3).activation(activation).build())
                .layer(new ObjectiveLossLayer.Builder(loss).build())
                .setInputType(InputType.feedForward(2))
                .build());
        network.init();
        return network;
    }

    /** A network of one cosine layer with these weights. */
    private static MultiLayerNetwork layer(double[][] weights) {
        MultiLayerNetwork layer = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .updater(new NoOp())
                .list()
                .layer(new CosineLayer.Builder().nIn(3).nOut(2).build())
                .build());
        layer.init();
        layer.getLayer(0).getParam("W").assign(Nd4j.createFromArray(weights));
        return layer;
    }

    private static Pair<Gradient, INDArray> backward(MultiLayerNetwork layer, INDArray x) {
        layer.setInput(x);
        layer.feedForward(true, false);
        INDArray slope = Nd4j.createFromArray(new double[][] {{1, -2}, {0.5, 3}, {-1, 0.25}});
        return layer.backpropGradient(slope, LayerWorkspaceMgr.noWorkspaces());
    }

    private static void assertClose(INDArray actual, double... expected) {
        assertArrayEquals(expected, actual.dup('c').data().asDouble(), 1e-11);
    }
}
