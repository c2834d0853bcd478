package org.losses4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.losses4j.Objective;
import org.losses4j.dl4j.internal.array.ChannelsLast;
import org.losses4j.dl4j.nd4j.Nd4jExecution;
import org.losses4j.loss.classification.BinaryCrossEntropy;
import org.losses4j.loss.classification.CategoricalCrossEntropy;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;

/** An objective of several inputs finds the classes of sequences and images, and the score of a whole batch. */
class ObjectiveVertexAxesTest {
    private static final int N = 5;
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

    private static ComputationGraph channels(InputType prediction, InputType target, Layer first, boolean known) {
        GraphBuilder builder = new NeuralNetConfiguration.Builder()
                .seed(5)
                .dataType(DataType.DOUBLE)
                .updater(new NoOp())
                .graphBuilder()
                .addInputs("in", "labels")
                .addLayer("logits", first, "in");
        if (known) {
            builder.setInputTypes(prediction, target);
        }
        ObjectiveGraphs.add(
                        builder,
                        "loss",
                        Objective.of(new CategoricalCrossEntropy()),
                        Map.of("prediction", "logits", "target", "labels"))
                .setOutputs("loss");
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        return graph;
    }

    @ParameterizedTest
    @EnumSource(RNNFormat.class)
    void theClassesOfSequencesAreTheirFeaturesInEitherOrder(RNNFormat format) {
        boolean last = format == RNNFormat.NWC;
        ComputationGraph graph = channels(
                InputType.recurrent(2, 4, format),
                InputType.recurrent(3, 4, format),
                new SimpleRnn.Builder()
                        .nIn(2)
                        .nOut(3)
                        .dataFormat(format)
                        .activation(Activation.TANH)
                        .build(),
                true);
        INDArray in = Examples.normal(new Random(1), last ? new long[] {N, 4, 2} : new long[] {N, 2, 4});
        INDArray rows =
                Examples.labels(new CategoricalCrossEntropy(), N * 4, 3, 1).reshape('c', N, 4, 3);
        check(graph, in, last ? rows : rows.permute(0, 2, 1).dup('c'), rows, last);
    }

    @ParameterizedTest
    @EnumSource(CNN2DFormat.class)
    void theClassesOfPixelsAreTheirChannelsInEitherOrder(CNN2DFormat format) {
        boolean last = format == CNN2DFormat.NHWC;
        ComputationGraph graph = channels(
                InputType.convolutional(2, 5, 2, format),
                InputType.convolutional(2, 5, 3, format),
                new ConvolutionLayer.Builder(1, 1)
                        .nIn(2)
                        .nOut(3)
                        .dataFormat(format)
                        .activation(Activation.TANH)
                        .build(),
                true);
        INDArray in = Examples.normal(new Random(1), last ? new long[] {N, 2, 5, 2} : new long[] {N, 2, 2, 5});
        INDArray rows =
                Examples.labels(new CategoricalCrossEntropy(), N * 10, 3, 1).reshape('c', N, 2, 5, 3);
        check(graph, in, last ? rows : rows.permute(0, 3, 1, 2).dup('c'), rows, last);
    }

    private static void check(ComputationGraph graph, INDArray in, INDArray labels, INDArray rows, boolean last) {
        INDArray logits = Objects.requireNonNull(
                graph.feedForward(new INDArray[] {in, labels}, false).get("logits"));
        double value = new Nd4jExecution()
                .value(
                        Objective.of(new CategoricalCrossEntropy()),
                        Map.of("prediction", ChannelsLast.of(logits, last), "target", rows));
        MultiDataSet data = ObjectiveGraphs.data(in, labels);
        assertEquals(value, graph.score(data), 1e-12);
        ComputationGraph restored = new ComputationGraph(
                ComputationGraphConfiguration.fromJson(graph.getConfiguration().toJson()));
        restored.init(graph.params().dup(), false);
        assertEquals(value, restored.score(data), 1e-12);
        assertEquals(value, graph.clone().score(data), 1e-12);
        assertTrue(GradientCheckUtil.checkGradients(new GradientCheckUtil.GraphConfig()
                .net(graph)
                .inputs(data.getFeatures())
                .labels(data.getLabels())
                .maxRelError(1e-5)
                .minAbsoluteError(1e-9)));
    }

    @Test
    void anUnknownOrderOfAxesIsAsked() {
        ComputationGraph graph = channels(
                InputType.recurrent(2),
                InputType.recurrent(3),
                new SimpleRnn.Builder().nIn(2).nOut(3).build(),
                false);
        MultiDataSet data = ObjectiveGraphs.data(Nd4j.ones(N, 2, 4), Nd4j.ones(N, 3, 4));
        DL4JInvalidInputException error = assertThrows(DL4JInvalidInputException.class, () -> graph.score(data));
        assertTrue(error.getMessage().contains("setInputTypes"), error.getMessage());
        assertTrue(error.getMessage().contains("channelsLast"), error.getMessage());
    }

    /** One number of the whole batch, summed: the score is the value, not N times it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "objective(loss=dice(aggregate=batch), batch=sum)",
                "objective(loss=dice(aggregate=batch))",
                "sum(terms=[term(factor=2, objective=objective(loss=jaccard(aggregate=batch), batch=sum)),"
                        + " term(factor=3, objective=objective(loss=binary_cross_entropy, batch=sum))])"
            })
    void theScoreOfAWholeBatchIsItsValue(String text) {
        Objective objective = Objective.parse(text);
        GraphBuilder builder = new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .graphBuilder()
                .addInputs("prediction", "target");
        ObjectiveGraphs.add(builder, "loss", objective, Map.of("prediction", "prediction", "target", "target"))
                .setOutputs("loss");
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        INDArray prediction = Examples.normal(new Random(1), N, 3);
        INDArray target = Examples.labels(new BinaryCrossEntropy(), N, 3, 1);
        double value = new Nd4jExecution().value(objective, Map.of("prediction", prediction, "target", target));
        MultiDataSet data = ObjectiveGraphs.data(prediction, target);
        assertEquals(value, graph.score(data), 1e-12);
        INDArray scores = graph.scoreExamples(data, false);
        assertEquals(N, scores.length());
        assertEquals(value, scores.meanNumber().doubleValue(), 1e-12);
    }
}
