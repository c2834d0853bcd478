package consumer;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.losses4j.dl4j.ObjectiveOutputLayer;
import org.losses4j.dl4j.watch.TrainingWatch;
import org.losses4j.loss.regression.Huber;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Trains a step that must change the parameters, and a step whose loss is NaN, of which the watch warns. */
public final class TrainInDl4j {
    private TrainInDl4j() {}

    public static void main(String[] args) {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(1e-2))
                .list()
                .layer(new DenseLayer.Builder().nOut(4).activation(Activation.TANH).build())
                .layer(new ObjectiveOutputLayer.Builder(new Huber(0.5)).nOut(1).build())
                .setInputType(InputType.feedForward(3))
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        network.addListeners(new TrainingWatch());
        INDArray features = Nd4j.rand(8, 3);
        INDArray before = network.params().dup();
        network.fit(features, features.sum(true, 1));
        if (!Double.isFinite(network.score()) || network.params().equals(before)) {
            throw new IllegalStateException("nothing was learnt: score " + network.score());
        }
        network.fit(features, Nd4j.valueArrayOf(8, 1, Double.NaN));
        System.out.println("trained in Deeplearning4j: " + Arrays.toString(network.params().shape()));
    }
}
