package org.losses4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.losses4j.Loss;
import org.losses4j.Objective;
import org.losses4j.Reduction;
import org.losses4j.dl4j.internal.layer.Activations;
import org.losses4j.dl4j.nd4j.Layouts;
import org.losses4j.loss.regression.Huber;
import org.losses4j.tensor.Shape;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** What Deeplearning4j's layers hand over comes back as it was, whatever it looks like. */
class ObjectiveLossInputsTest {

    @ParameterizedTest
    @EnumSource(Layouts.class)
    void inputsStayAsTheyAreAndResultsAreTheSameInAnyLayout(Layouts layout) {
        for (Loss loss : GradientChecks.losses()) {
            ObjectiveLoss function = new ObjectiveLoss(loss);
            IActivation activation = Activations.natural(Objective.of(loss));
            INDArray plain = Examples.normal(new Random(3), 4, CheckedLayer.OUTPUTS);
            INDArray labels = Examples.labels(loss, 4, CheckedLayer.OUTPUTS, 1);
            INDArray mask = Nd4j.createFromArray(1.0, 1, 0, 1).reshape(4, 1);
            INDArray expected = function.computeGradient(labels, plain, activation, mask);
            double score = function.computeScore(labels, plain, activation, mask, false);

            INDArray placed = place(layout, plain);
            INDArray placedLabels = place(layout, labels);
            INDArray placedMask = place(layout, mask);
            INDArray gradient = function.computeGradient(placedLabels, placed, activation, placedMask);
            assertEquals(expected, gradient, loss + "");
            assertEquals(score, function.computeScore(placedLabels, placed, activation, placedMask, false), loss + "");
            INDArray scores = function.computeScoreArray(placedLabels, placed, activation, placedMask);
            assertEquals(score, scores.sumNumber().doubleValue(), 1e-9 * (1 + Math.abs(score)), loss + "");
            gradient.assign(17);
            scores.assign(17);
            assertSame(plain, placed, loss);
            assertSame(labels, placedLabels, loss);
            assertSame(mask, placedMask, loss);
        }
    }

    private static INDArray place(Layouts layout, INDArray array) {
        return layout.array(
                array.dup('c').data().asDouble(), Shape.of((int) array.size(0), (int) array.size(1)), DataType.DOUBLE);
    }

    private static void assertSame(INDArray expected, INDArray got, Loss loss) {
        assertArrayEquals(
                expected.dup('c').data().asDouble(), got.dup('c').data().asDouble(), loss + " changed its input");
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"INT", "LONG", "BOOL", "FLOAT", "HALF", "UBYTE"})
    void labelsMayHaveAnyType(DataType type) {
        for (Loss loss : GradientChecks.losses()) {
            INDArray labels = Examples.labels(loss, 4, CheckedLayer.OUTPUTS, 1);
            if (!labels.equals(labels.castTo(type).castTo(DataType.DOUBLE))) {
                continue;
            }
            ObjectiveLoss function = new ObjectiveLoss(loss);
            IActivation activation = Activations.natural(Objective.of(loss));
            INDArray raw = Examples.normal(new Random(3), 4, CheckedLayer.OUTPUTS);
            assertEquals(
                    function.computeGradient(labels, raw, activation, null),
                    function.computeGradient(labels.castTo(type), raw, activation, null),
                    loss + " " + type);
        }
    }

    @Test
    void aMaskByOutputBehindASoftmaxNamesTheLayerThatCan() {
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> new ObjectiveLoss(new Huber())
                        .computeGradient(Nd4j.zeros(2, 3), Nd4j.zeros(2, 3), new ActivationSoftmax(), Nd4j.ones(2, 3)));
        assertTrue(error.getMessage().contains("ObjectiveOutputLayer"), error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void volumesTrainUnderTheirLayerAndOurs(boolean own) {
        Objective objective = Objective.of(new Huber()).reduce(Reduction.DL4J);
        Layer last = own
                ? new ObjectiveLossLayer.Builder(objective).build()
                : new Cnn3DLossLayer.Builder(Convolution3D.DataFormat.NCDHW)
                        .lossFunction(new ObjectiveLoss(objective))
                        .activation(Activation.IDENTITY)
                        .build();
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(0.01))
                .list()
                .layer(new Convolution3D.Builder(1, 1, 1)
                        .nOut(2)
                        .dataFormat(Convolution3D.DataFormat.NCDHW)
                        .activation(Activation.TANH)
                        .build())
                .layer(last)
                .setInputType(InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 2, 2, 3, 1))
                .build());
        network.init();
        INDArray features = Examples.normal(new Random(1), 4, 1, 2, 2, 3);
        INDArray labels = Examples.normal(new Random(2), 4, 2, 2, 2, 3);
        DataSet data = new DataSet(features, labels);
        double first = network.score(data);
        // Huber summed over outputs and voxels, averaged over examples, by hand.
        double expected = 0;
        double[] errors = network.output(features).sub(labels).dup().data().asDouble();
        for (double error : errors) {
            double size = Math.abs(error);
            expected += size <= 1 ? size * size / 2 : size - 0.5;
        }
        assertEquals(expected / 4, first, 1e-9);
        for (int i = 0; i < 30; i++) {
            network.fit(data);
        }
        assertTrue(network.score(data) < first);
        assertEquals(
                List.of(4L, 2L),
                List.of(
                        network.output(features).size(0),
                        network.output(features).size(1)));
    }
}
