package org.losses4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.losses4j.BatchReduction;
import org.losses4j.CompositeObjective;
import org.losses4j.ExampleReduction;
import org.losses4j.Objective;
import org.losses4j.PointwiseLoss;
import org.losses4j.Reduction;
import org.losses4j.loss.classification.SigmoidFocal;
import org.losses4j.loss.regression.Huber;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class ObjectiveLossTest {
    private static final INDArray LABELS = Nd4j.createFromArray(new double[][] {{0, 1, 0}, {1, 0, 0}});
    private static final INDArray RAW = Nd4j.createFromArray(new double[][] {{0.5, -1, 2}, {0.3, 0.7, -1.5}});

    @ParameterizedTest
    @EnumSource(
            value = Activation.class,
            names = {"IDENTITY", "SIGMOID", "SOFTMAX", "TANH", "SOFTPLUS", "LEAKYRELU"})
    void gradientIsThatOfTheScoreBehindAnyActivation(Activation activation) {
        for (Objective objective : List.of(
                Objective.of(new Huber(0.3)),
                Objective.of(new SigmoidFocal()),
                Objective.of(new SigmoidFocal(false, null, 1.5, 0, 0)).reduce(Reduction.DL4J),
                Objective.of(new SigmoidFocal()).reduce(Reduction.SUM),
                new CompositeObjective(List.of(
                        new CompositeObjective.Term(0.3, Objective.of(new Huber())),
                        new CompositeObjective.Term(2, Objective.of(new SigmoidFocal())))))) {
            ObjectiveLoss loss = new ObjectiveLoss(objective);
            if (objective.toString().contains("fromLogits=false") && !probability(activation)) {
                continue;
            }
            assertGradient(loss, activation.getActivationFunction(), objective + " " + activation);
        }
    }

    private static boolean probability(Activation activation) {
        return activation == Activation.SIGMOID || activation == Activation.SOFTMAX;
    }

    private static void assertGradient(ObjectiveLoss loss, IActivation activation, String what) {
        INDArray gradient = loss.computeGradient(LABELS, RAW, activation, null);
        for (int i = 0; i < RAW.length(); i++) {
            double step = 1e-6;
            INDArray up = RAW.dup();
            up.putScalar(i, RAW.getDouble(i) + step);
            INDArray down = RAW.dup();
            down.putScalar(i, RAW.getDouble(i) - step);
            double slope = (loss.computeScore(LABELS, up, activation, null, false)
                            - loss.computeScore(LABELS, down, activation, null, false))
                    / (2 * step);
            assertEquals(slope, gradient.getDouble(i), 1e-7, what + " element " + i);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = BatchReduction.class,
            names = {"SUM", "MEAN", "WEIGHTED_MEAN", "EXAMPLE_MEAN"})
    void scoresOfExamplesSumToTheScore(BatchReduction batch) {
        ObjectiveLoss loss = new ObjectiveLoss(Objective.of(new Huber()).reduce(ExampleReduction.SUM, batch));
        IActivation identity = new ActivationIdentity();
        INDArray scores = loss.computeScoreArray(LABELS, RAW, identity, null);
        assertEquals(List.of(2L, 1L), List.of(scores.size(0), scores.size(1)));
        assertEquals(
                loss.computeScore(LABELS, RAW, identity, null, false),
                scores.sumNumber().doubleValue(),
                1e-12);
    }

    @Test
    void theNetworksScoreIsTheObjectivesValue() {
        // Huber(1) of the errors below is 0.125, 0 and 1.5.
        INDArray labels = Nd4j.createFromArray(new double[][] {{0}, {1}, {2}});
        for (BatchReduction batch : new BatchReduction[] {BatchReduction.MEAN, BatchReduction.SUM}) {
            Objective huber = Objective.of(new Huber()).reduce(ExampleReduction.MEAN, batch);
            MultiLayerNetwork network = new MultiLayerNetwork(configuration(new ObjectiveLoss(huber)));
            network.init();
            network.setParams(Nd4j.createFromArray(new double[][] {{1, 0}}));
            INDArray features = Nd4j.createFromArray(new double[][] {{0.5}, {1}, {4}});
            assertEquals(
                    batch == BatchReduction.MEAN ? 1.625 / 3 : 1.625,
                    network.score(new DataSet(features, labels)),
                    1e-12);
        }
    }

    @Test
    void savesAsText() throws Exception {
        ObjectiveLoss loss = new ObjectiveLoss(Objective.of(new Huber(0.25)).reduce(Reduction.DL4J));
        String json = configuration(loss).toJson();
        assertTrue(json.contains("huber(delta=0.25)"), json);
        MultiLayerConfiguration restored = MultiLayerConfiguration.fromJson(json);
        assertEquals(loss, ((OutputLayer) restored.getConf(0).getLayer()).getLossFn());
        assertEquals(loss, copy(loss));
    }

    @Test
    void refusesALambdaAtOnce() {
        PointwiseLoss lambda = (p, t) -> t.sub(p).square().log1p();
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> new ObjectiveLoss(lambda));
        assertTrue(error.getMessage().contains("register"), error.getMessage());
    }

    @Test
    void refusesAnUnreducedBatch() {
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> new ObjectiveLoss(Objective.of(new Huber()).reduce(Reduction.NONE)));
        assertTrue(error.getMessage().contains("Reduction.MEAN"), error.getMessage());
    }

    @Test
    void masksRowsAndOutputsAndTakesNaNOutWithThem() {
        INDArray labels = LABELS.dup();
        labels.putScalar(1, 2, Double.NaN);
        ObjectiveLoss loss = new ObjectiveLoss(new Huber());
        IActivation identity = new ActivationIdentity();
        INDArray row = Nd4j.createFromArray(new double[][] {{1}, {0}});
        double first = (0.125 + 1.5 + 1.5) / 3;
        assertEquals(first, loss.computeScore(labels, RAW, identity, row, true), 1e-12);
        INDArray gradient = loss.computeGradient(labels, RAW, identity, row);
        assertEquals(Nd4j.zeros(DataType.DOUBLE, 3), gradient.getRow(1));
        INDArray each = Nd4j.createFromArray(new double[][] {{1, 1, 0}, {0, 0, 0}});
        // A mean over two outputs is left of the first row, and nothing of the second.
        assertEquals((0.125 + 1.5) / 2, loss.computeScore(labels, RAW, identity, each, true), 1e-12);
    }

    static MultiLayerConfiguration configuration(ObjectiveLoss loss) {
        return new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .list()
                .layer(new OutputLayer.Builder(loss)
                        .nIn(1)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .build();
    }

    private static Object copy(Object original) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(original);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }
}
