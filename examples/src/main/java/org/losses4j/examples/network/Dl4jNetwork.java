package org.losses4j.examples.network;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.losses4j.Objective;
import org.losses4j.dl4j.ObjectiveLoss;
import org.losses4j.dl4j.watch.TrainingWatch;
import org.losses4j.examples.data.Table;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A small network in Deeplearning4j that is trained by any objective: {@link ObjectiveLoss} is the only line of this
 * library. The output layer has no activation: regression needs none, and losses for classes read logits in their stable
 * form.
 */
final class Dl4jNetwork implements Network {
    private static final String FILE = "network.zip";

    private final MultiLayerNetwork network;

    private Dl4jNetwork(MultiLayerNetwork network) {
        this.network = network;
        network.addListeners(new TrainingWatch());
    }

    static Dl4jNetwork create(Objective objective, int features, long seed) {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(WeightInit.XAVIER)
                .updater(new Adam(0.01))
                .l2(0.01)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(features)
                        .nOut(16)
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder(new ObjectiveLoss(objective))
                        .nIn(16)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return new Dl4jNetwork(network);
    }

    static Dl4jNetwork restore(Path folder) throws IOException {
        return new Dl4jNetwork(MultiLayerNetwork.load(file(folder), true));
    }

    @Override
    public void trainEpoch(Iterable<Table> batches) {
        for (Table batch : batches) {
            network.fit(new DataSet(matrix(batch.features()), column(batch.labels())));
        }
    }

    @Override
    public double[] outputs(double[][] features) {
        return network.output(matrix(features)).toDoubleVector();
    }

    @Override
    public void save(Path folder) throws IOException {
        network.save(file(folder), true);
    }

    @Override
    public void close() {
        network.close();
    }

    private static File file(Path folder) {
        return folder.resolve(FILE).toFile();
    }

    private static INDArray matrix(double[][] rows) {
        return Nd4j.createFromArray(rows).castTo(DataType.FLOAT);
    }

    private static INDArray column(double[] values) {
        return Nd4j.createFromArray(values).castTo(DataType.FLOAT).reshape(values.length, 1);
    }
}
