package org.losses4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.conformance.Execution;
import org.losses4j.conformance.ReferenceExecution;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class CrossBatchMemoryTest {
    private static final int FEATURES = 3;
    private static final double RATE = 1;
    private static final Objective LOSS = Objective.parse("batch_hard_triplet");
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

    /** Two steps of gradient descent against the same by the formula, with the first batch as references of the second. */
    @ParameterizedTest
    @ValueSource(strings = {"batch_hard_triplet", "batch_all_triplet(triplets=hard)", "supervised_contrastive"})
    void aBatchIsComparedWithTheOneBeforeIt(String loss) {
        Objective objective = Objective.parse(loss);
        MultiLayerNetwork network = network(outputLayer(objective, 100));
        DataSet first = data(6, 1);
        DataSet second = data(5, 2);
        INDArray embedding = network.output(first.getFeatures(), true);
        network.fit(first);

        Map<String, ReferenceTensor> inputs = new LinkedHashMap<>();
        INDArray own = network.output(second.getFeatures(), true);
        inputs.put("embedding", tensor(own));
        inputs.put("target", tensor(second.getLabels().reshape(5)));
        inputs.put(Role.REFERENCE, tensor(Nd4j.concat(0, own, embedding)));
        inputs.put(
                Role.REFERENCE_TARGET,
                tensor(Nd4j.concat(
                        0, second.getLabels().reshape(5), first.getLabels().reshape(6))));
        Execution.Outcome wanted =
                new ReferenceExecution().run(objective, inputs, List.of("embedding", Role.REFERENCE));
        INDArray byEmbedding = matrix(wanted.gradients().get("embedding"));
        INDArray byReference = matrix(wanted.gradients().get(Role.REFERENCE));
        for (int i = 0; i < 5; i++) {
            byEmbedding.getRow(i).addi(byReference.getRow(i));
        }
        INDArray weights = network.getParam("0_W")
                .sub(second.getFeatures().transpose().mmul(byEmbedding).mul(RATE));

        network.fit(second);

        assertEquals(wanted.value().item(), network.score(), 1e-12);
        assertArrayEquals(
                weights.dup('c').data().asDouble(),
                network.getParam("0_W").dup('c').data().asDouble(),
                1e-12);
    }

    @Test
    void scoresOutsideOfTrainingAreOfTheBatchAlone() {
        MultiLayerNetwork network = network(outputLayer(LOSS, 100));
        DataSet test = data(4, 3);
        network.fit(data(6, 1));
        network.fit(data(6, 2));
        MultiLayerNetwork plain = network(outputLayer(LOSS, 0));
        plain.setParams(network.params());
        assertEquals(plain.score(test), network.score(test), 1e-12);
        assertEquals(plain.scoreExamples(test, false), network.scoreExamples(test, false));
    }

    @Test
    void behindALossLayerTheGradientIsThatOfTheScore() {
        MultiLayerNetwork network = network(
                new DenseLayer.Builder()
                        .nIn(FEATURES)
                        .nOut(2)
                        .activation(Activation.TANH)
                        .build(),
                new ObjectiveLossLayer.Builder(Objective.parse("supervised_contrastive"))
                        .crossBatchMemory(4)
                        .build());
        network.fit(data(6, 1));
        network.fit(data(6, 2));
        DataSet checked = data(5, 3);
        assertTrue(GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig()
                .net(network)
                .input(checked.getFeatures())
                .labels(checked.getLabels())
                .epsilon(1e-6)
                .maxRelError(1e-5)
                .minAbsoluteError(1e-9)
                .print(GradientCheckUtil.PrintMode.ZEROS)));
    }

    @Test
    void aBatchThatIsRefusedIsNotHeld() {
        MultiLayerNetwork network = network(outputLayer(LOSS, 100));
        DataSet wrong = data(6, 1);
        wrong.getLabels().putScalar(0, -1);
        assertThrows(RuntimeException.class, () -> network.fit(wrong));
        network.fit(data(6, 2));
        network.fit(data(6, 3));
        assertTrue(Double.isFinite(network.score()));
    }

    @Test
    void theSizeIsSavedWithTheNetwork() {
        MultiLayerConfiguration configuration = network(outputLayer(LOSS, 7)).getLayerWiseConfigurations();
        MultiLayerConfiguration restored = MultiLayerConfiguration.fromJson(configuration.toJson());
        assertEquals(configuration, restored);
        ObjectiveOutputLayer layer = (ObjectiveOutputLayer) restored.getConf(0).getLayer();
        assertEquals(OptionalInt.of(7), layer.crossBatchMemory());
        assertTrue(!network(outputLayer(LOSS, 0))
                .getLayerWiseConfigurations()
                .toJson()
                .contains("crossBatchMemory"));
    }

    @Test
    void otherLossesHaveNone() {
        ObjectiveOutputLayer.Builder builder = new ObjectiveOutputLayer.Builder(Objective.parse("huber"));
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> builder.crossBatchMemory(10));
        assertTrue(error.getMessage().startsWith("huber: a cross-batch memory is for losses"), error.getMessage());
    }

    private static Layer outputLayer(Objective objective, int held) {
        ObjectiveOutputLayer.Builder builder = new ObjectiveOutputLayer.Builder(objective)
                .nIn(FEATURES)
                .nOut(2)
                .hasBias(false);
        return (held == 0 ? builder : builder.crossBatchMemory(held)).build();
    }

    private static MultiLayerNetwork network(Layer... layers) {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(7)
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(RATE))
                .list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        MultiLayerNetwork network = new MultiLayerNetwork(list.build());
        network.init();
        return network;
    }

    private static DataSet data(int examples, long seed) {
        Nd4j.getRandom().setSeed(seed);
        INDArray labels = Nd4j.arange(examples).castTo(DataType.DOUBLE).reshape(examples, 1);
        for (int i = 0; i < examples; i++) {
            labels.putScalar(i, i % 2);
        }
        return new DataSet(Nd4j.randn(DataType.DOUBLE, examples, FEATURES), labels);
    }

    private static INDArray matrix(Tensor tensor) {
        return Nd4j.createFromArray(tensor.toArray())
                .reshape(tensor.shape().extent(0), tensor.shape().extent(1));
    }

    private static ReferenceTensor tensor(INDArray array) {
        return ReferenceTensor.of(
                array.dup('c').data().asDouble(),
                Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray());
    }
}
