package org.losses4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.CompositeObjective;
import org.losses4j.Objective;
import org.losses4j.PointwiseLoss;
import org.losses4j.conformance.TestLosses;
import org.losses4j.dl4j.nd4j.ExecutionMode;
import org.losses4j.loss.classification.BinaryCrossEntropy;
import org.losses4j.loss.classification.CategoricalCrossEntropy;
import org.losses4j.loss.regression.Huber;
import org.losses4j.loss.segmentation.Dice;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

class PersistenceTest {
    private final INDArray features = Networks.features(6);
    private final DataSet data = new DataSet(features, Examples.labels(new BinaryCrossEntropy(), 6, 3, 1));

    static Stream<Layer> layers() {
        Objective mixed = new CompositeObjective(List.of(
                new CompositeObjective.Term(0.5, Objective.of(new Dice())),
                new CompositeObjective.Term(
                        1, Objective.of(new BinaryCrossEntropy()).fix("pos_weight", 1, 2, 3))));
        return Stream.of(
                new ObjectiveOutputLayer.Builder(new Huber(0.5)).nOut(3).build(),
                new ObjectiveOutputLayer.Builder(mixed)
                        .nOut(3)
                        .maskUse(MaskUse.WEIGHTS)
                        .build(),
                new ObjectiveOutputLayer.Builder(new TestLosses.LogSquaredError())
                        .nOut(3)
                        .build(),
                new ObjectiveOutputLayer.Builder(new CategoricalCrossEntropy())
                        .nOut(3)
                        .chunkRows(4)
                        .executionMode(ExecutionMode.OPERATIONS)
                        .build(),
                new OutputLayer.Builder(new ObjectiveLoss(mixed))
                        .nOut(3)
                        .activation(Activation.SIGMOID)
                        .build());
    }

    @ParameterizedTest
    @MethodSource("layers")
    void aRestoredNetworkScoresAndTrainsTheSame(Layer layer) throws Exception {
        MultiLayerNetwork network = Networks.of(layer);
        network.fit(data);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ModelSerializer.writeModel(network, file, true);
        MultiLayerNetwork restored =
                ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(file.toByteArray()), true);
        MultiLayerNetwork cloned = network.clone();
        MultiLayerNetwork copied = (MultiLayerNetwork) Networks.javaCopy(network);
        assertEquals(network.getLayerWiseConfigurations(), restored.getLayerWiseConfigurations());
        double score = network.score(data);
        network.fit(data);
        // A network restored by Java has no list of listeners and so cannot train: that is Deeplearning4j's own.
        assertEquals(score, copied.score(data), 1e-12);
        for (MultiLayerNetwork other : List.of(restored, cloned)) {
            other.fit(data);
            assertEquals(network.score(), other.score(), 1e-12);
            assertEquals(network.params(), other.params());
            assertEquals(network.output(features), other.output(features));
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void jsonHoldsTheSpecificationAndNoClassOfALoss(Layer layer) {
        String json = Networks.of(layer).getLayerWiseConfigurations().toJson();
        assertTrue(json.contains("\"objective\" : \""), json);
        assertFalse(json.contains("org.losses4j.loss"), json);
        assertFalse(json.contains("LogSquaredError"), json);
        MultiLayerConfiguration restored = MultiLayerConfiguration.fromJson(json);
        assertEquals(json, restored.toJson());
    }

    @Test
    void aModelWrittenTodayRestoresTomorrow() throws Exception {
        String json = new String(
                PersistenceTest.class.getResourceAsStream("/network-0.1.json").readAllBytes(),
                java.nio.charset.StandardCharsets.UTF_8);
        MultiLayerNetwork network = new MultiLayerNetwork(MultiLayerConfiguration.fromJson(json));
        network.init();
        ObjectiveOutputLayer layer =
                (ObjectiveOutputLayer) network.getLayer(1).conf().getLayer();
        assertEquals(Objective.of(new Huber(0.5)), layer.objective());
        network.fit(data);
        assertTrue(Double.isFinite(network.score()));
    }

    @Test
    void transferLearningReplacesTheOutputLayerAndKeepsIt() {
        MultiLayerNetwork network = Networks.of(
                new ObjectiveOutputLayer.Builder(new Huber()).nOut(3).build());
        FineTuneConfiguration tuning =
                new FineTuneConfiguration.Builder().updater(new Sgd(0.1)).build();
        MultiLayerNetwork kept = new TransferLearning.Builder(network)
                .fineTuneConfiguration(tuning)
                .setFeatureExtractor(0)
                .build();
        assertEquals(network.output(features), kept.output(features));
        kept.fit(data);
        assertEquals(network.getLayer(0).params(), kept.getLayer(0).params());
        assertFalse(network.getLayer(1).params().equals(kept.getLayer(1).params()));
        MultiLayerNetwork replaced = new TransferLearning.Builder(network)
                .fineTuneConfiguration(tuning)
                .removeOutputLayer()
                .addLayer(new ObjectiveOutputLayer.Builder(new BinaryCrossEntropy())
                        .nIn(4)
                        .nOut(2)
                        .build())
                .build();
        assertEquals(2, replaced.output(features).size(1));
        MultiLayerNetwork wider = new TransferLearning.Builder(network)
                .fineTuneConfiguration(tuning)
                .nOutReplace(1, 5, org.deeplearning4j.nn.weights.WeightInit.XAVIER)
                .build();
        assertEquals(5, wider.output(features).size(1));
    }

    @Test
    void aLambdaIsRefusedWhileConfiguring() {
        PointwiseLoss lambda = (prediction, target) -> prediction.sub(target).square();
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> new ObjectiveOutputLayer.Builder(lambda));
        assertTrue(error.getMessage().contains("LossProvider"), error.getMessage());
    }

    @Test
    void trainsInFloatAndHalf() {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.HALF}) {
            MultiLayerNetwork network = Networks.of(
                    new ObjectiveOutputLayer.Builder(new Huber()).nOut(3).build(), type, new Sgd(0.1));
            DataSet cast = new DataSet(features.castTo(type), data.getLabels().castTo(type));
            double before = network.score(cast);
            for (int i = 0; i < 20; i++) {
                network.fit(cast);
            }
            assertTrue(network.score(cast) < before, type + ": " + before + " to " + network.score(cast));
        }
    }
}
