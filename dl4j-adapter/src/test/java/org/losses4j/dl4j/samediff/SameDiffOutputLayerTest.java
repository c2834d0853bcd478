package org.losses4j.dl4j.samediff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.losses4j.Objective;
import org.losses4j.dl4j.ObjectiveOutputLayer;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class SameDiffOutputLayerTest {

    /** The layer of a user who writes it in SameDiff, with one of our losses. Deeplearning4j divides score and gradients by N. */
    static final class Output extends SameDiffOutputLayer {
        private final String objective;

        Output(String objective) {
            this.objective = objective;
        }

        @Override
        public SDVariable defineLayer(
                SameDiff sd, SDVariable input, SDVariable labels, Map<String, SDVariable> parameters) {
            SDVariable logits = input.mmul("logits", parameters.get("W"));
            return SameDiffObjective.of(Objective.parse(objective))
                    .shape("prediction", -1, 2)
                    .shape("target", -1, 2)
                    .loss(sd, "loss", Map.of("prediction", logits, "target", labels));
        }

        @Override
        public String activationsVertexName() {
            return "logits";
        }

        @Override
        public void defineParameters(SDLayerParams parameters) {
            parameters.addWeightParam("W", 4, 2);
        }

        @Override
        public void initializeParameters(Map<String, INDArray> parameters) {
            parameters.get("W").assign(0.1);
        }

        @Override
        public InputType getOutputType(int layerIndex, InputType inputType) {
            return InputType.feedForward(2);
        }
    }

    @Test
    void trainsAsOurOwnLayerDoes() {
        NeuralNetConfiguration.Builder base = new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(0.1));
        MultiLayerNetwork network = new MultiLayerNetwork(base.clone()
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(3)
                        .nOut(4)
                        .activation(Activation.TANH)
                        .build())
                .layer(new Output("objective(loss=huber, batch=sum)"))
                .build());
        network.init();
        MultiLayerNetwork ours = new MultiLayerNetwork(base.clone()
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(3)
                        .nOut(4)
                        .activation(Activation.TANH)
                        .build())
                .layer(new ObjectiveOutputLayer.Builder(Objective.parse("huber"))
                        .nIn(4)
                        .nOut(2)
                        .hasBias(false)
                        .build())
                .build());
        ours.init();
        ours.setParams(network.params());
        DataSet data = new DataSet(Nd4j.randn(DataType.DOUBLE, 5, 3), Nd4j.randn(DataType.DOUBLE, 5, 2));
        for (int i = 0; i < 3; i++) {
            network.fit(data);
            ours.fit(data);
            assertEquals(ours.score(), network.score(), 1e-12);
        }
        assertEquals(0, ours.output(data.getFeatures()).distance2(network.output(data.getFeatures())), 1e-10);
    }
}
