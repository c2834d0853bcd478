package org.losses4j.examples.multilabel;

import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.losses4j.Objective;
import org.losses4j.dl4j.ObjectiveOutputLayer;
import org.losses4j.dl4j.watch.TrainingWatch;
import org.losses4j.examples.data.Samples;
import org.losses4j.examples.network.ImageNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A network for several labels of each image in Deeplearning4j. The weights of positives are a part of the objective, and
 * are saved with the network. The output layer has no activation, so the network gives logits.
 */
final class MultilabelDl4j implements ImageNetwork {
    private static final String FILE = "network.zip";

    private final MultiLayerNetwork network;

    private MultilabelDl4j(MultiLayerNetwork network) {
        this.network = network;
        network.addListeners(new TrainingWatch());
    }

    static MultilabelDl4j create(Objective objective, int height, int width, int labels, long seed) {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(WeightInit.XAVIER)
                .updater(new Adam(0.003))
                .list()
                .layer(convolution(16))
                .layer(halved())
                .layer(convolution(32))
                .layer(halved())
                .layer(new DenseLayer.Builder()
                        .nOut(64)
                        .activation(Activation.RELU)
                        .build())
                .layer(new ObjectiveOutputLayer.Builder(objective)
                        .nOut(labels)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.convolutionalFlat(height, width, 1))
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return new MultilabelDl4j(network);
    }

    private static ConvolutionLayer convolution(int channels) {
        return new ConvolutionLayer.Builder(3, 3)
                .padding(1, 1)
                .nOut(channels)
                .activation(Activation.RELU)
                .build();
    }

    private static SubsamplingLayer halved() {
        return new SubsamplingLayer.Builder(PoolingType.MAX)
                .kernelSize(2, 2)
                .stride(2, 2)
                .build();
    }

    static MultilabelDl4j restore(Path folder) throws IOException {
        return new MultilabelDl4j(MultiLayerNetwork.load(folder.resolve(FILE).toFile(), true));
    }

    @Override
    public double train(Samples batch) {
        network.fit(new DataSet(Nd4j.create(batch.images()), Nd4j.create(batch.targets())));
        return network.score();
    }

    /** The logit of each label of each image. */
    @Override
    public float[][] outputs(float[][] images) {
        return network.output(Nd4j.create(images)).toFloatMatrix();
    }

    @Override
    public void save(Path folder) throws IOException {
        network.save(folder.resolve(FILE).toFile(), true);
    }

    @Override
    public void close() {
        network.close();
    }
}
