///usr/bin/env jbang "$0" "$@" ; exit $?
//DEPS org.losses4j:losses4j-dl4j:0.1.0-SNAPSHOT org.nd4j:nd4j-native-platform:1.0.0-M2.1 org.slf4j:slf4j-simple:2.0.17
//RUNTIME_OPTIONS --add-modules jdk.incubator.vector
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.losses4j.dl4j.ObjectiveOutputLayer;
import org.losses4j.dl4j.watch.TrainingWatch;
import org.losses4j.loss.classification.SigmoidFocal;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Trains a network of Deeplearning4j with focal loss: 2 % of the examples are positive. */
public final class QuickStartDl4j {
    public static void main(String[] arguments) {
        INDArray features = Nd4j.randn(DataType.FLOAT, 1000, 30);
        INDArray labels = features.getColumn(0, true).gt(2).castTo(DataType.FLOAT);

        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .updater(new Adam(1e-2))
                .list()
                .layer(new DenseLayer.Builder().nOut(16).activation(Activation.RELU).build())
                .layer(new ObjectiveOutputLayer.Builder(new SigmoidFocal()).nOut(1).build())
                .setInputType(InputType.feedForward(30))
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        network.addListeners(new TrainingWatch());
        for (int epoch = 0; epoch < 200; epoch++) {
            network.fit(features, labels);
        }

        INDArray probabilities = network.output(features);
        System.out.println("loss " + network.score());
        System.out.println(probabilities.gt(0.5).castTo(DataType.FLOAT).sumNumber() + " examples are found, "
                + labels.sumNumber() + " are positive");
    }
}
