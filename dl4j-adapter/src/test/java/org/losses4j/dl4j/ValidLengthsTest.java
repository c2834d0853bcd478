package org.losses4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.losses4j.Objective;
import org.losses4j.dl4j.internal.array.ChannelsLast;
import org.losses4j.dl4j.nd4j.Nd4jExecution;
import org.losses4j.loss.classification.CategoricalCrossEntropy;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/** Lengths of padded sequences, as masks of layers and as an input of vertices. */
class ValidLengthsTest {
    private static final int N = 3;
    private static final int STEPS = 4;
    private static final int CLASSES = 3;
    private static final INDArray MASK = Nd4j.createFromArray(new float[][] {{1, 1, 1, 1}, {0, 0, 0, 0}, {1, 1, 0, 0}});
    private static final INDArray LENGTHS = Nd4j.createFromArray(4, 0, 2);
    private static final Objective OBJECTIVE = Objective.of(new CategoricalCrossEntropy());

    private final INDArray in = Examples.normal(new Random(1), N, 2, STEPS).castTo(DataType.DOUBLE);
    private final INDArray rows = Examples.labels(new CategoricalCrossEntropy(), N * STEPS, CLASSES, 1)
            .reshape('c', N, STEPS, CLASSES)
            .castTo(DataType.DOUBLE);
    private final INDArray labels = rows.permute(0, 2, 1).dup('c');

    @Test
    void masksKeepTheStepsBeforeTheLength() {
        assertEquals(MASK, SequenceMasks.ofLengths(LENGTHS, STEPS));
        assertEquals(MASK, SequenceMasks.ofLengths(LENGTHS.reshape(N, 1).castTo(DataType.DOUBLE), STEPS));
    }

    @Test
    void wrongLengthsAreRefused() {
        refused(LENGTHS, 3, "from 0 to 3");
        refused(Nd4j.createFromArray(1, 0.5), STEPS, "whole numbers");
        refused(Nd4j.createFromArray(1, -1), STEPS, "from 0 to 4");
        refused(Nd4j.createFromArray(1, Double.NaN), STEPS, "whole numbers");
        refused(MASK, STEPS, "the shape [3, 4], wanted [N]");
        refused(LENGTHS, 0, "at least 1 step");
    }

    private static void refused(INDArray lengths, int steps, String why) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> SequenceMasks.ofLengths(lengths, steps));
        assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
    }

    @Test
    void aLayerWithTheMaskHasTheValueOfTheLengths() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .list()
                .layer(recurrent())
                .layer(new ObjectiveLossLayer.Builder(OBJECTIVE).build())
                .setInputType(InputType.recurrent(2, STEPS))
                .build());
        network.init();
        DataSet data = new DataSet(in, labels, null, SequenceMasks.ofLengths(LENGTHS, STEPS));
        INDArray logits = ChannelsLast.of(network.feedForwardToLayer(0, in).get(1), false);
        assertEquals(value(logits), network.score(data), 1e-12);
    }

    @Test
    void aVertexReadsTheLengths() {
        GraphBuilder builder = new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .updater(new NoOp())
                .graphBuilder()
                .addInputs("in", "labels", "lengths")
                .addLayer("logits", recurrent(), "in")
                .setInputTypes(
                        InputType.recurrent(2, STEPS), InputType.recurrent(CLASSES, STEPS), InputType.feedForward(1));
        ObjectiveGraphs.add(
                        builder,
                        "loss",
                        OBJECTIVE,
                        Map.of("prediction", "logits", "target", "labels", "valid_lengths", "lengths"))
                .setOutputs("loss");
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        INDArray column = LENGTHS.reshape(N, 1).castTo(DataType.DOUBLE);
        MultiDataSet data = ObjectiveGraphs.data(in, labels, column);
        INDArray logits = Objects.requireNonNull(
                graph.feedForward(new INDArray[] {in, labels, column}, false).get("logits"));
        assertEquals(value(ChannelsLast.of(logits, false)), graph.score(data), 1e-12);
        assertTrue(passesGradientCheck(graph, data));
        MultiDataSet tooLong = ObjectiveGraphs.data(in, labels, column.add(1));
        RuntimeException error = assertThrows(RuntimeException.class, () -> graph.score(tooLong));
        assertTrue(
                error.getMessage().contains("'valid_lengths' must be whole numbers from 0 to 4"), error.getMessage());
    }

    private static boolean passesGradientCheck(ComputationGraph graph, MultiDataSet data) {
        // GradientCheckUtil looks at the process-wide default.
        DataType before = Nd4j.dataType();
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        try {
            return GradientCheckUtil.checkGradients(new GradientCheckUtil.GraphConfig()
                    .net(graph)
                    .inputs(data.getFeatures())
                    .labels(data.getLabels())
                    .maxRelError(1e-5)
                    .minAbsoluteError(1e-9));
        } finally {
            Nd4j.setDefaultDataTypes(before, before);
        }
    }

    /** The mean over the six steps before the padding, taken one by one. */
    private double value(INDArray logits) {
        double sum = 0;
        for (int[] step : new int[][] {{0, 0}, {0, 1}, {0, 2}, {0, 3}, {2, 0}, {2, 1}}) {
            sum += new Nd4jExecution()
                    .value(OBJECTIVE, Map.of("prediction", classes(logits, step), "target", classes(rows, step)));
        }
        return sum / 6;
    }

    private static INDArray classes(INDArray steps, int[] step) {
        double[] classes = new double[CLASSES];
        for (int i = 0; i < CLASSES; i++) {
            classes[i] = steps.getDouble(step[0], step[1], i);
        }
        return Nd4j.create(classes, new long[] {1, CLASSES}, DataType.DOUBLE);
    }

    private static SimpleRnn recurrent() {
        return new SimpleRnn.Builder()
                .nIn(2)
                .nOut(CLASSES)
                .activation(Activation.TANH)
                .build();
    }
}
