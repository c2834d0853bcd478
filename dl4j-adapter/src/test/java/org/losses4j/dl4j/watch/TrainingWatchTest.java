package org.losses4j.dl4j.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.losses4j.Loss;
import org.losses4j.dl4j.Examples;
import org.losses4j.dl4j.Networks;
import org.losses4j.dl4j.ObjectiveLossLayer;
import org.losses4j.dl4j.ObjectiveOutputLayer;
import org.losses4j.loss.classification.BinaryCrossEntropy;
import org.losses4j.loss.embedding.BatchHardTriplet;
import org.losses4j.loss.regression.MeanSquaredError;
import org.losses4j.watch.CollapsedEmbedding;
import org.losses4j.watch.DivergingValidation;
import org.losses4j.watch.NonFiniteLoss;
import org.losses4j.watch.StalledLoss;
import org.losses4j.watch.VanishingOutputGradient;
import org.losses4j.watch.WatchEvent;
import org.losses4j.watch.WatchSettings;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class TrainingWatchTest {
    private static final int EXAMPLES = 32;
    private final List<WatchEvent> heard = new ArrayList<>();

    private TrainingWatch watch(WatchSettings settings) {
        return TrainingWatch.builder().settings(settings).onEvent(heard::add).build();
    }

    private static Layer sigmoid(Loss loss) {
        return new ObjectiveOutputLayer.Builder(loss)
                .nOut(1)
                .activation(Activation.SIGMOID)
                .build();
    }

    private static DataSet examples(double threshold) {
        INDArray features = Networks.features(EXAMPLES);
        INDArray labels = features.getColumns(0).gt(threshold).castTo(DataType.DOUBLE);
        return new DataSet(features, labels);
    }

    /** Drives the output to where it is certainly wrong. */
    private static void saturate(INDArray outputBias) {
        outputBias.assign(-40);
    }

    @Test
    void aTrainingThatWorksIsLeftAlone() {
        MultiLayerNetwork network = Networks.of(sigmoid(new BinaryCrossEntropy()));
        network.addListeners(watch(new WatchSettings()));
        for (int i = 0; i < 900; i++) {
            network.fit(examples(0));
        }
        assertTrue(network.score() < 0.1, "the training worked: " + network.score());
        assertEquals(List.of(), heard);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSaturatedSigmoidUnderSquaredErrorIsFound(boolean own) {
        Layer last = own
                ? sigmoid(new MeanSquaredError())
                : new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(1)
                        .activation(Activation.SIGMOID)
                        .build();
        MultiLayerNetwork network = Networks.of(last);
        saturate(network.getParam("1_b"));
        TrainingWatch watch = watch(new WatchSettings());
        network.addListeners(watch);
        for (int i = 0; i < 200; i++) {
            network.fit(examples(-2));
        }
        assertEquals(1, heard.size(), heard.toString());
        VanishingOutputGradient event = assertInstanceOf(VanishingOutputGradient.class, heard.get(0));
        assertEquals(50, event.step());
        assertEquals(1, event.saturated(), 1e-12);
        assertEquals(heard, watch.events());
    }

    @Test
    void aSaturatedSigmoidUnderCrossEntropyFromLogitsIsHealthy() {
        MultiLayerNetwork network = Networks.of(sigmoid(new BinaryCrossEntropy()), DataType.DOUBLE, new Adam(0.3));
        saturate(network.getParam("1_b"));
        network.addListeners(watch(new WatchSettings()));
        double before = network.score(examples(-2));
        for (int i = 0; i < 300; i++) {
            network.fit(examples(-2));
        }
        assertTrue(before > 10 && network.score() < 1, before + " → " + network.score());
        assertEquals(List.of(), heard);
    }

    @ParameterizedTest
    @ValueSource(strings = {"softmax", "tanh"})
    void otherSaturatedOutputsAreFoundInGraphs(String activation) {
        boolean classes = activation.equals("softmax");
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(new Adam(0.01))
                .graphBuilder()
                .addInputs("in")
                .addLayer("hidden", new DenseLayer.Builder().nOut(4).build(), "in")
                .addLayer(
                        "out",
                        new ObjectiveOutputLayer.Builder(new MeanSquaredError())
                                .nOut(3)
                                .activation(Activation.fromString(activation))
                                .build(),
                        "hidden")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(3))
                .build());
        graph.init();
        graph.getLayer("out").getParam("b").assign(Nd4j.createFromArray(new double[][] {
            {60, classes ? 0 : 60, classes ? 0 : 60}
        }));
        graph.addListeners(watch(new WatchSettings()));
        double[] label = classes ? new double[] {0, 1, 0} : new double[] {-1, -1, -1};
        INDArray labels = Nd4j.createFromArray(new double[][] {label}).repeat(0, EXAMPLES);
        for (int i = 0; i < 100; i++) {
            graph.fit(new DataSet(Networks.features(EXAMPLES), labels));
        }
        assertEquals(1, heard.size(), heard.toString());
        assertInstanceOf(VanishingOutputGradient.class, heard.get(0));
    }

    @Test
    void aLearningRateThatIsFarTooLargeIsFoundAndLoggedOnce() {
        PrintStream before = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try {
            MultiLayerNetwork network = Networks.of(
                    new ObjectiveOutputLayer.Builder(new MeanSquaredError())
                            .nOut(1)
                            .build(),
                    DataType.DOUBLE,
                    new Sgd(1e3));
            network.addListeners(watch(new WatchSettings()));
            for (int i = 0; i < 300; i++) {
                network.fit(examples(0));
            }
        } finally {
            System.setErr(before);
        }
        assertEquals(1, heard.size(), heard.toString());
        NonFiniteLoss event = assertInstanceOf(NonFiniteLoss.class, heard.get(0));
        assertTrue(event.rising(), event.toString());
        assertEquals(
                1,
                log.toString(StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.contains("TrainingWatch") && line.contains(event.message()))
                        .count(),
                log.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aLearningRateOfZeroIsFound() {
        MultiLayerNetwork network = Networks.of(sigmoid(new BinaryCrossEntropy()), DataType.DOUBLE, new Sgd(0));
        network.addListeners(watch(new WatchSettings().withPatience(100)));
        for (int i = 0; i < 150; i++) {
            network.fit(examples(0));
        }
        StalledLoss event = assertInstanceOf(StalledLoss.class, heard.get(0));
        assertTrue(event.fromTheStart());
        assertEquals(1, heard.size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEmbeddingThatHasCollapsedIsFound(boolean collapsed) {
        MultiLayerNetwork network = Networks.of(
                new ObjectiveLossLayer.Builder(new BatchHardTriplet()).build(), DataType.DOUBLE, new Sgd(0));
        network.addListeners(watch(new WatchSettings()));
        if (collapsed) {
            network.params().assign(0);
        }
        INDArray features = Examples.normal(new Random(5), EXAMPLES, 3);
        INDArray classes = Nd4j.create(DataType.DOUBLE, EXAMPLES, 1);
        for (int i = 0; i < EXAMPLES; i++) {
            classes.putScalar(i, 0, i % 3);
        }
        for (int i = 0; i < 150; i++) {
            network.fit(new DataSet(features, classes));
        }
        assertEquals(collapsed ? 1 : 0, heard.size(), heard.toString());
        if (collapsed) {
            CollapsedEmbedding event = assertInstanceOf(CollapsedEmbedding.class, heard.get(0));
            assertEquals(1, event.collapsed(), "the margin");
            assertEquals(101, event.step());
        }
    }

    @Test
    void learningNoiseByHeartIsFound() {
        Random random = new Random(4);
        DataSet training = noise(random);
        TrainingWatch watch = TrainingWatch.builder()
                .onEvent(heard::add)
                .validation(new ListDataSetIterator<>(noise(random).asList(), 8))
                .build();
        MultiLayerNetwork network = Networks.of(sigmoid(new BinaryCrossEntropy()), DataType.DOUBLE, new Adam(0.05));
        network.addListeners(watch);
        for (int epoch = 0; epoch < 200 && heard.isEmpty(); epoch++) {
            network.fit(new ListDataSetIterator<>(training.asList(), 8));
        }
        DivergingValidation event = assertInstanceOf(DivergingValidation.class, heard.get(0));
        assertEquals(0, event.step() % 4, "at the end of an epoch of four batches");
        assertTrue(event.validation() > event.bestValidation());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void watchingChangesNothing(boolean truncated) {
        INDArray features = Examples.normal(new Random(6), EXAMPLES, 3, 8);
        INDArray labels = Nd4j.ones(DataType.DOUBLE, EXAMPLES, 1, 8);
        INDArray mask = Nd4j.ones(DataType.DOUBLE, EXAMPLES, 8);
        mask.getColumn(7).assign(0);
        List<INDArray> trained = new ArrayList<>();
        for (boolean watched : new boolean[] {false, true}) {
            var list = new NeuralNetConfiguration.Builder()
                    .seed(3)
                    .dataType(DataType.DOUBLE)
                    .updater(new Adam(1e-4))
                    .list()
                    .layer(new LSTM.Builder().nOut(4).dropOut(0.8).build())
                    .layer(sigmoid(new MeanSquaredError()))
                    .setInputType(InputType.recurrent(3, 8));
            if (truncated) {
                list.backpropType(BackpropType.TruncatedBPTT).tBPTTLength(4);
            }
            MultiLayerNetwork network = new MultiLayerNetwork(list.build());
            network.init();
            saturate(network.getParam("1_b"));
            if (watched) {
                network.addListeners(watch(new WatchSettings()));
            }
            Nd4j.getRandom().setSeed(9);
            for (int i = 0; i < 60; i++) {
                network.fit(new DataSet(features, labels, mask, mask));
            }
            trained.add(network.params().dup());
        }
        assertEquals(1, heard.size(), heard.toString());
        assertInstanceOf(VanishingOutputGradient.class, heard.get(0));
        assertEquals(trained.get(0), trained.get(1));
    }

    private static DataSet noise(Random random) {
        INDArray labels = Nd4j.create(DataType.DOUBLE, EXAMPLES, 1);
        for (int i = 0; i < EXAMPLES; i++) {
            labels.putScalar(i, 0, random.nextInt(2));
        }
        return new DataSet(Examples.normal(random, EXAMPLES, 3), labels);
    }
}
