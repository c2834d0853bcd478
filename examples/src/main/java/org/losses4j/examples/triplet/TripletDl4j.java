package org.losses4j.examples.triplet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.losses4j.Loss;
import org.losses4j.dl4j.ObjectiveLossLayer;
import org.losses4j.dl4j.ObjectiveOutputLayer;
import org.losses4j.dl4j.watch.TrainingWatch;
import org.losses4j.examples.data.Samples;
import org.losses4j.examples.network.ImageNetwork;
import org.losses4j.loss.classification.SparseCategoricalCrossEntropy;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A network that embeds images in Deeplearning4j. The triplets are mined inside the loss, so the labels are just the
 * images' classes, [N, 1], and the layer behind the embedding has no weights.
 */
final class TripletDl4j implements ImageNetwork {
    private static final int EMBEDDING_LAYER = 4;
    private static final String FILE = "network.zip";

    private final MultiLayerNetwork network;

    private TripletDl4j(MultiLayerNetwork network) {
        this.network = network;
        network.addListeners(new TrainingWatch());
    }

    /** An embedding that is learnt by comparing. */
    static TripletDl4j byTriplets(Loss loss, int height, int width, long seed) {
        return create(encoder(seed).layer(new ObjectiveLossLayer.Builder(loss).build()), height, width);
    }

    /** The same embedding, learnt by naming the class. */
    static TripletDl4j byClasses(int classes, int height, int width, long seed) {
        Loss loss = new SparseCategoricalCrossEntropy();
        return create(
                encoder(seed)
                        .layer(new ObjectiveOutputLayer.Builder(loss)
                                .nOut(classes)
                                .build()),
                height,
                width);
    }

    private static TripletDl4j create(ListBuilder layers, int height, int width) {
        MultiLayerNetwork network =
                new MultiLayerNetwork(layers.setInputType(InputType.convolutionalFlat(height, width, 1))
                        .build());
        network.init();
        return new TripletDl4j(network);
    }

    private static ListBuilder encoder(long seed) {
        return new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(WeightInit.XAVIER)
                .updater(new Adam(0.003))
                .list()
                .layer(convolution(16))
                .layer(halved())
                .layer(convolution(32))
                .layer(halved())
                .layer(new DenseLayer.Builder()
                        .nOut(TripletExample.DIMENSIONS)
                        .activation(Activation.IDENTITY)
                        .build());
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

    static TripletDl4j restore(Path folder) throws IOException {
        return new TripletDl4j(MultiLayerNetwork.load(folder.resolve(FILE).toFile(), true));
    }

    @Override
    public double train(Samples batch) {
        network.fit(new DataSet(Nd4j.create(batch.images()), Nd4j.create(batch.targets())));
        return network.score();
    }

    /** The embedding of each image: what the layer before the loss puts out. */
    @Override
    public float[][] outputs(float[][] images) {
        List<INDArray> layers = network.feedForwardToLayer(EMBEDDING_LAYER, Nd4j.create(images), false);
        return layers.get(layers.size() - 1).toFloatMatrix();
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
