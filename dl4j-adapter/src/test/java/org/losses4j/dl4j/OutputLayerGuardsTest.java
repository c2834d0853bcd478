package org.losses4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.exception.DL4JInvalidConfigException;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.losses4j.Objective;
import org.losses4j.loss.classification.CategoricalCrossEntropy;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** What Deeplearning4j refuses to do with its own output layers it refuses with ours. */
class OutputLayerGuardsTest {
    private static final int N = 6;
    private final INDArray features = Networks.features(N);

    private static ListBuilder list(Layer last) {
        return new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .list()
                .layer(new DenseLayer.Builder().nIn(3).nOut(4).build())
                .layer(last);
    }

    private static GraphBuilder graph(Layer last) {
        return new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .graphBuilder()
                .addInputs("in")
                .addLayer("hidden", new DenseLayer.Builder().nIn(3).nOut(4).build(), "in")
                .addLayer("out", last, "hidden")
                .setOutputs("out");
    }

    private static ComputationGraph initialised(GraphBuilder builder) {
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        return graph;
    }

    private static ObjectiveOutputLayer layer(String objective, int outputs) {
        return new ObjectiveOutputLayer.Builder(Objective.parse(objective))
                .nIn(4)
                .nOut(outputs)
                .build();
    }

    private static ObjectiveOutputLayer layer(String objective, Activation activation) {
        return new ObjectiveOutputLayer.Builder(Objective.parse(objective))
                .nIn(4)
                .nOut(3)
                .activation(activation)
                .build();
    }

    @Test
    void aSoftmaxOverOneOutputIsRefusedUnlessTheCheckIsOff() {
        for (String loss : List.of("categorical_cross_entropy", "sparse_softmax_focal")) {
            DL4JInvalidConfigException error = assertThrows(
                    DL4JInvalidConfigException.class, () -> list(layer(loss, 1)).build());
            assertTrue(error.getMessage().contains("nOut=1"), error.getMessage());
            assertThrows(
                    DL4JInvalidConfigException.class,
                    () -> graph(layer(loss, 1)).build());
            assertDoesNotThrow(
                    () -> list(layer(loss, 1)).validateOutputLayerConfig(false).build());
            assertDoesNotThrow(
                    () -> graph(layer(loss, 1)).validateOutputLayerConfig(false).build());
            assertDoesNotThrow(() -> list(layer(loss, 2)).build());
        }
        assertDoesNotThrow(() -> list(layer("binary_cross_entropy", 1)).build());
    }

    /** The softmax is there too where the loss contains it and the layer has none. */
    @Test
    void aSoftmaxInTheLossOverOneOutputIsRefused() {
        DL4JInvalidConfigException error = assertThrows(
                DL4JInvalidConfigException.class,
                () -> new ObjectiveOutputLayer.Builder(new CategoricalCrossEntropy())
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build());
        assertTrue(error.getMessage().contains("single output"), error.getMessage());
        assertThrows(
                DL4JInvalidConfigException.class,
                () -> new NeuralNetConfiguration.Builder()
                        .list()
                        .layer(new DenseLayer.Builder().nOut(1).build())
                        .layer(new ObjectiveLossLayer.Builder(new CategoricalCrossEntropy()).build())
                        .setInputType(InputType.feedForward(3))
                        .build());
    }

    @Test
    void classesOfARegressionAreNotEvaluated() {
        DataSetIterator data = new ListDataSetIterator<>(
                List.of(new DataSet(features, Examples.labels(new CategoricalCrossEntropy(), N, 3, 1))));
        MultiLayerNetwork network =
                new MultiLayerNetwork(list(layer("mean_squared_error", 3)).build());
        network.init();
        ComputationGraph graph = initialised(graph(layer("mean_squared_error", 3)));
        for (Runnable evaluation : List.<Runnable>of(
                () -> network.evaluate(data),
                () -> network.evaluateROC(data, 0),
                () -> network.evaluateROCMultiClass(data, 0),
                () -> graph.evaluate(data),
                () -> graph.evaluateROCMultiClass(data, 0))) {
            IllegalStateException error = assertThrows(IllegalStateException.class, evaluation::run);
            assertTrue(error.getMessage().contains("ActivationIdentity"), error.getMessage());
        }
        assertEquals(3, network.evaluateRegression(data).numColumns());
        network.getLayerWiseConfigurations().setValidateOutputLayerConfig(false);
        assertEquals(N, network.evaluate(data).getNumRowCounter());
        MultiLayerNetwork classifier = new MultiLayerNetwork(
                list(layer("categorical_cross_entropy", 3)).build());
        classifier.init();
        assertEquals(N, classifier.evaluate(data).getNumRowCounter());
    }

    /** A layer without weights may pass on what a softmax before it made. */
    @Test
    void classesBehindALossLayerAreEvaluated() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(3)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .layer(new ObjectiveLossLayer.Builder(Objective.parse("categorical_cross_entropy(from_logits=false)"))
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
        network.init();
        DataSet data = new DataSet(features, Examples.labels(new CategoricalCrossEntropy(), N, 3, 1));
        assertEquals(
                N, network.evaluate(new ListDataSetIterator<>(List.of(data))).getNumRowCounter());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "binary_cross_entropy | SOFTMAX | categorical_cross_entropy",
                "sigmoid_focal | SOFTMAX | categorical_cross_entropy",
                "categorical_cross_entropy | SIGMOID | binary_cross_entropy",
                "sparse_categorical_cross_entropy | SIGMOID | binary_cross_entropy",
                "categorical_cross_entropy(from_logits=false) | IDENTITY | outside 0 to 1",
                "binary_cross_entropy(from_logits=false) | TANH | outside 0 to 1",
                "sum(terms=[term(factor=1, objective=mean_squared_error), term(factor=1, objective=binary_cross_entropy)])"
                        + " | SOFTMAX | categorical_cross_entropy",
            })
    void activationsThatBelongToAnotherLossAreRefused(String objective, Activation activation, String instead) {
        DL4JInvalidConfigException error =
                assertThrows(DL4JInvalidConfigException.class, () -> layer(objective, activation));
        assertTrue(error.getMessage().contains(instead), error.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "binary_cross_entropy | SIGMOID",
                "binary_cross_entropy | IDENTITY",
                "binary_cross_entropy(from_logits=false) | SIGMOID",
                "binary_cross_entropy(from_logits=false) | SOFTMAX",
                "categorical_cross_entropy | SOFTMAX",
                "categorical_cross_entropy | IDENTITY",
                "categorical_cross_entropy(from_logits=false) | SIGMOID",
                "mean_squared_error | SOFTMAX",
                "hinge | TANH",
            })
    void otherActivationsAreNot(String objective, Activation activation) {
        assertDoesNotThrow(() -> layer(objective, activation));
    }

    /** A sum that contains a sigmoid and a softmax has logits in front of it, and nobody need say so. */
    @Test
    void termsThatContainDifferentActivationsReadLogits() {
        ObjectiveOutputLayer layer = layer(
                "sum(terms=[term(factor=1, objective=dice), term(factor=1, objective=categorical_cross_entropy)])", 3);
        assertEquals(Activation.IDENTITY.getActivationFunction(), layer.getActivationFn());
        assertDoesNotThrow(() -> list(layer).build());
    }

    @Test
    void theOutputLayerIsNotFrozen() {
        MultiLayerNetwork network =
                new MultiLayerNetwork(list(layer("mean_squared_error", 3)).build());
        network.init();
        ComputationGraph graph = initialised(graph(layer("mean_squared_error", 3)));
        MultiLayerNetwork wrapped = new MultiLayerNetwork(list(new FrozenLayer.Builder()
                        .layer(layer("mean_squared_error", 3))
                        .build())
                .build());
        for (Runnable freezing : List.<Runnable>of(
                () -> new TransferLearning.Builder(network)
                        .setFeatureExtractor(1)
                        .build(),
                () -> new TransferLearning.GraphBuilder(graph)
                        .setFeatureExtractor("out")
                        .build(),
                wrapped::init)) {
            IllegalArgumentException error = assertThrows(IllegalArgumentException.class, freezing::run);
            assertTrue(error.getMessage().contains("not allowed to be frozen"), error.getMessage());
        }
    }

    /** As adversaries need it: a layer that is not trained, but passes gradients on. */
    @Test
    void anOutputLayerThatPassesGradientsOnIsAllowed() {
        MultiLayerNetwork network =
                new MultiLayerNetwork(list(new FrozenLayerWithBackprop(layer("mean_squared_error", 3)))
                        .build());
        network.init();
        INDArray before = network.getLayer(1).params().dup();
        INDArray first = network.getLayer(0).params().dup();
        network.fit(new DataSet(features, Examples.normal(new Random(2), N, 3)));
        assertEquals(before, network.getLayer(1).params());
        assertTrue(!first.equals(network.getLayer(0).params()));
    }
}
