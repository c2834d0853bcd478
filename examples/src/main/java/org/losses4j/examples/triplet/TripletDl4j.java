package org.losses4j.examples.triplet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.losses4j.dl4j.ObjectiveLossLayer;
import org.losses4j.dl4j.ObjectiveOutputLayer;
import org.losses4j.dl4j.watch.TrainingWatch;
import org.losses4j.examples.data.Samples;
import org.losses4j.examples.network.FallingRate;
import org.losses4j.examples.network.ImageNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A network that embeds images in Deeplearning4j. Where the loss compares embeddings, the labels are the images' classes,
 * [N, 1], and the layer behind the embedding has no weights.
 */
final class TripletDl4j implements ImageNetwork {
    private static final String FILE = "network.zip";

    private final MultiLayerNetwork network;

    private TripletDl4j(MultiLayerNetwork network) {
        this.network = network;
        network.addListeners(new TrainingWatch());
    }

    static TripletDl4j create(Recipe recipe, int pixels, int classes, int steps, long seed) {
        ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(WeightInit.RELU)
                .activation(Activation.IDENTITY)
                .updater(new Adam(new FallingRate(recipe.rate(), steps)))
                .weightDecay(recipe.decay())
                .list();
        for (int i = 0; i < recipe.hidden(); i++) {
            layers.layer(new DenseLayer.Builder().nOut(Recipe.UNITS).build())
                    .layer(new BatchNormalization())
                    .layer(new ActivationLayer(Activation.RELU));
        }
        layers.layer(new DenseLayer.Builder().nOut(recipe.dimensions()).build());
        if (recipe.naming()) {
            layers.layer(new ObjectiveOutputLayer.Builder(recipe.loss())
                    .nOut(classes)
                    .build());
        } else {
            layers.layer(new ObjectiveLossLayer.Builder(recipe.loss()).build());
        }
        MultiLayerNetwork network = new MultiLayerNetwork(
                layers.setInputType(InputType.feedForward(pixels)).build());
        network.init();
        return new TripletDl4j(network);
    }

    static TripletDl4j restore(Path folder) throws IOException {
        return new TripletDl4j(MultiLayerNetwork.load(folder.resolve(FILE).toFile(), true));
    }

    /** Deeplearning4j's score is the loss and half of the decayed weights' squares. */
    @Override
    public double train(Samples batch) {
        double decay = network.calcRegularizationScore(true);
        network.fit(new DataSet(Nd4j.create(batch.images()), Nd4j.create(batch.targets())));
        return network.score() - decay;
    }

    /** The embedding of each image: what the layer before the last puts out. */
    @Override
    public float[][] outputs(float[][] images) {
        List<INDArray> layers = network.feedForwardToLayer(network.getnLayers() - 2, Nd4j.create(images), false);
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
