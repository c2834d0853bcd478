package org.losses4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.losses4j.Objective;
import org.losses4j.loss.classification.CategoricalCrossEntropy;
import org.losses4j.loss.regression.Huber;
import org.losses4j.loss.regression.MeanSquaredError;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** What a layer is built with, and how it shows. */
class ObjectiveOutputLayerBuilderTest {
    private static final int N = 6;
    private final INDArray features = Networks.features(N);

    private static MultiLayerNetwork network(Objective objective) {
        return Networks.of(new ObjectiveOutputLayer.Builder(objective).nOut(3).build());
    }

    /** All that the builder of OutputLayer takes is taken, and written as OutputLayer writes it. */
    @Test
    void theBuilderLeavesNothingOut() throws Exception {
        ObjectiveOutputLayer ours =
                filled(new ObjectiveOutputLayer.Builder(new MeanSquaredError())).build();
        OutputLayer theirs =
                filled(new OutputLayer.Builder(LossFunctions.LossFunction.MSE)).build();
        ObjectMapper mapper = NeuralNetConfiguration.mapper();
        ObjectNode wanted = (ObjectNode) mapper.readTree(mapper.writeValueAsString(theirs));
        ObjectNode got = (ObjectNode) mapper.readTree(mapper.writeValueAsString(ours));
        wanted.remove(List.of("@class", "lossFn"));
        got.remove(List.of("@class", "objective", "channelsLast", "maskUse", "chunkRows", "imageOutput"));
        assertEquals(wanted, got);
        assertThrows(
                UnsupportedOperationException.class,
                () -> new ObjectiveOutputLayer.Builder(new MeanSquaredError())
                        .lossFunction(LossFunctions.LossFunction.MSE));
    }

    private static <T extends BaseOutputLayer.Builder<T>> T filled(T builder) {
        return builder.name("last")
                .nIn(4)
                .nOut(3)
                .activation(org.nd4j.linalg.activations.Activation.TANH)
                .weightInit(org.deeplearning4j.nn.weights.WeightInit.RELU)
                .biasInit(0.25)
                .gainInit(0.5)
                .l1(0.1)
                .l2(0.2)
                .l1Bias(0.3)
                .l2Bias(0.4)
                .updater(new Sgd(0.5))
                .biasUpdater(new Sgd(0.25))
                .gradientNormalization(org.deeplearning4j.nn.conf.GradientNormalization.ClipL2PerLayer)
                .gradientNormalizationThreshold(3)
                .weightNoise(new DropConnect(0.5))
                .dropOut(0.75)
                .constrainWeights(new MaxNormConstraint(0.1, 1))
                .hasBias(false);
    }

    @Test
    void summariesNameTheLayerAsItsUserDoes() {
        MultiLayerNetwork network = network(Objective.of(new Huber()));
        assertTrue(network.summary().contains("(ObjectiveOutputLayer"), network.summary());
        assertTrue(network.toComputationGraph().summary().contains("(ObjectiveOutputLayer"));
        MultiLayerNetwork loss = CheckedLayer.OWN_LOSS.network(new Huber(), 1);
        assertTrue(loss.summary().contains("(ObjectiveLossLayer"), loss.summary());
        MultiLayerNetwork chunks = Networks.of(new ObjectiveOutputLayer.Builder(new CategoricalCrossEntropy())
                .nOut(3)
                .chunkRows(2)
                .build());
        assertTrue(chunks.summary().contains("(ObjectiveOutputLayer"), chunks.summary());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4})
    void worksWithoutABias(int chunkRows) throws Exception {
        ObjectiveOutputLayer.Builder builder = new ObjectiveOutputLayer.Builder(new CategoricalCrossEntropy())
                .nOut(3)
                .hasBias(false);
        MultiLayerNetwork network = Networks.of(
                (chunkRows == 0 ? builder : builder.chunkRows(chunkRows)).build(), DataType.DOUBLE, new NoOp());
        assertEquals(Set.of("W"), network.getLayer(1).paramTable().keySet());
        INDArray labels = Examples.labels(new CategoricalCrossEntropy(), N, 3, 1);
        // The same as one with a bias that is 0.
        MultiLayerNetwork biased = network(Objective.of(new CategoricalCrossEntropy()));
        biased.getLayer(0).setParams(network.getLayer(0).params());
        biased.getLayer(1).getParam("W").assign(network.getLayer(1).getParam("W"));
        biased.getLayer(1).getParam("b").assign(0);
        DataSet data = new DataSet(features, labels);
        assertEquals(biased.score(data), network.score(data), 1e-12);
        assertEquals(biased.output(features), network.output(features));
        DataType before = Nd4j.dataType();
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        try {
            assertTrue(GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig()
                    .net(network)
                    .input(features)
                    .labels(labels)
                    .maxRelError(1e-5)
                    .minAbsoluteError(1e-9)));
        } finally {
            Nd4j.setDefaultDataTypes(before, before);
        }
        network.fit(data);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ModelSerializer.writeModel(network, file, true);
        MultiLayerNetwork restored =
                ModelSerializer.restoreMultiLayerNetwork(new ByteArrayInputStream(file.toByteArray()), true);
        assertEquals(network.score(data), restored.score(data), 1e-12);
    }
}
