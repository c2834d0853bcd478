package org.losses4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.losses4j.loss.classification.CategoricalCrossEntropy;
import org.losses4j.loss.embedding.BatchHardTriplet;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A score is that of the numbers as they are, whatever happened since the gradient was computed. */
class ScoreOfTheSameStepTest {
    private static final LayerWorkspaceMgr NONE = LayerWorkspaceMgr.noWorkspacesImmutable();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isNeverThatOfEarlierNumbers(boolean chunked) {
        ObjectiveOutputLayer.Builder builder = new ObjectiveOutputLayer.Builder(new CategoricalCrossEntropy()).nOut(3);
        MultiLayerNetwork network = Networks.of((chunked ? builder.chunkRows(3) : builder).build());
        IOutputLayer layer = (IOutputLayer) network.getOutputLayer();
        assertEquals(
                chunked ? OptionalInt.of(3) : OptionalInt.empty(),
                ((ObjectiveOutputLayer) layer.conf().getLayer()).chunkRows());
        INDArray input = Nd4j.rand(DataType.DOUBLE, 8, layer.getParam("W").size(0));
        INDArray labels = Nd4j.rand(DataType.DOUBLE, 8, 3);
        INDArray mask = Nd4j.ones(DataType.DOUBLE, 8, 1);
        layer.setInput(input, NONE);
        layer.setLabels(labels);
        layer.setMaskArray(mask);
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        arrays.put("input", input);
        arrays.put("labels", labels);
        arrays.put("mask", mask);
        arrays.put("weights", Objects.requireNonNull(layer.getParam("W")));
        arrays.put("bias", Objects.requireNonNull(layer.getParam("b")));
        network.initGradientsView();
        double unchanged = layer.computeScore(0, true, NONE);
        arrays.forEach((name, array) -> {
            for (double at : new double[] {0, array.length() - 1}) {
                layer.backpropGradient(null, NONE);
                double before = array.getDouble((long) at);
                array.putScalar((long) at, name.equals("mask") ? 0 : before + 0.5);
                double remembered = layer.computeScore(0, true, NONE);
                // Nothing is remembered any more.
                double fresh = layer.computeScore(0, true, NONE);
                assertEquals(fresh, remembered, name);
                assertTrue(Math.abs(fresh - unchanged) > 1e-6, name + " matters");
                array.putScalar((long) at, before);
            }
        });
        layer.backpropGradient(null, NONE);
        assertEquals(unchanged, layer.computeScore(0, true, NONE), 1e-12);
        layer.backpropGradient(null, NONE);
        layer.setLabels(labels.mul(2));
        assertEquals(2 * unchanged, layer.computeScore(0, true, NONE), 1e-12);
    }

    @Test
    void ofALossFunctionIsNeverThatOfEarlierNumbers() {
        ObjectiveLoss loss = new ObjectiveLoss(new BatchHardTriplet());
        IActivation activation = new ActivationIdentity();
        INDArray raw = Nd4j.rand(DataType.DOUBLE, 8, 3);
        INDArray labels = Nd4j.createFromArray(0.0, 0, 0, 0, 1, 1, 1, 1).reshape(8, 1);
        INDArray mask = Nd4j.ones(DataType.DOUBLE, 8, 1);
        double unchanged = loss.computeScore(labels, raw, activation, mask, true);
        for (INDArray array : List.of(raw, labels, mask)) {
            loss.computeGradient(labels, raw, activation, mask);
            double before = array.getDouble(0);
            array.putScalar(0, array == raw ? before + 0.5 : 1 - before);
            double remembered = loss.computeScore(labels, raw, activation, mask, true);
            double fresh = loss.computeScore(labels, raw, activation, mask, true);
            assertEquals(fresh, remembered);
            assertTrue(Math.abs(fresh - unchanged) > 1e-6);
            array.putScalar(0, before);
        }
        loss.computeGradient(labels, raw, activation, mask);
        double otherwise = loss.computeScore(labels, raw, new ActivationTanH(), mask, true);
        assertEquals(loss.computeScore(labels, raw, new ActivationTanH(), mask, true), otherwise);
        assertTrue(Math.abs(otherwise - unchanged) > 1e-6, "the activation matters");
        loss.computeGradient(labels, raw, activation, mask);
        assertEquals(unchanged, loss.computeScore(labels.dup(), raw.dup(), activation, mask.dup(), true), 1e-14);
    }

    /** Deeplearning4j asks for the gradient and then for the score, with another array of the same outputs. */
    @Test
    void ofALossFunctionIsComputedWithTheGradient() {
        AtomicInteger activated = new AtomicInteger();
        IActivation activation = new ActivationTanH() {
            @Override
            public INDArray getActivation(INDArray in, boolean training) {
                activated.incrementAndGet();
                return super.getActivation(in, training);
            }
        };
        ObjectiveLoss loss = new ObjectiveLoss(new BatchHardTriplet());
        INDArray raw = Nd4j.rand(DataType.DOUBLE, 8, 3);
        INDArray labels = Nd4j.createFromArray(0.0, 0, 0, 0, 1, 1, 1, 1).reshape(8, 1);
        loss.computeGradient(labels, raw, activation, null);
        int forTheGradient = activated.get();
        loss.computeScore(labels, raw.dup(), activation, null, false);
        assertEquals(forTheGradient, activated.get());
        loss.computeScore(labels, raw.dup(), activation, null, false);
        assertTrue(activated.get() > forTheGradient, "it is kept for one score");
    }
}
