package org.losses4j.examples.focal;

import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.losses4j.Objective;
import org.losses4j.dl4j.ObjectiveOutputLayer;
import org.losses4j.dl4j.watch.TrainingWatch;
import org.losses4j.examples.data.ClutteredScenes;
import org.losses4j.examples.data.Rows;
import org.losses4j.examples.data.Samples;
import org.losses4j.examples.network.FallingRate;
import org.losses4j.examples.network.ImageNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A one-stage detector in Deeplearning4j: a network of convolutions with two output layers, each with an objective of its
 * own. The mask of the boxes is 1 where there is an object.
 */
final class DetectorDl4j implements ImageNetwork {
    private static final String FILE = "network.zip";

    private final ComputationGraph network;
    private final int kinds;

    private DetectorDl4j(ComputationGraph network, int kinds) {
        this.network = network;
        network.addListeners(new TrainingWatch());
        this.kinds = kinds;
    }

    static DetectorDl4j create(Recipe recipe, int kinds, int steps, long seed) {
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(WeightInit.RELU)
                .updater(new Adam(new FallingRate(recipe.rate(), steps)))
                .graphBuilder()
                .addInputs("scene")
                .setInputTypes(InputType.convolutional(ClutteredScenes.SIDE, ClutteredScenes.SIDE, 1))
                .addLayer("halved", convolution(5, 16, 2, 1), "scene")
                .addLayer("near", convolution(3, 16, 1, 1), "halved")
                .addLayer("around", convolution(3, 16, 1, 2), "near")
                .addLayer("farther", convolution(3, 16, 1, 2), "around")
                .addLayer("kinds", output(recipe.kinds(), kinds, Recipe.FIRST_LOGIT), "farther")
                .addLayer("boxes", output(recipe.boxes(), Grid.BOX, 0), "farther")
                .setOutputs("kinds", "boxes");
        ComputationGraph network = new ComputationGraph(graph.build());
        network.init();
        return new DetectorDl4j(network, kinds);
    }

    private static ConvolutionLayer convolution(int side, int channels, int stride, int dilation) {
        return new ConvolutionLayer.Builder(side, side)
                .stride(stride, stride)
                .padding(side / 2 * dilation, side / 2 * dilation)
                .dilation(dilation, dilation)
                .nOut(channels)
                .activation(Activation.RELU)
                .build();
    }

    private static ObjectiveOutputLayer output(Objective objective, int channels, double bias) {
        return new ObjectiveOutputLayer.Builder(objective)
                .nOut(channels)
                .perPixel()
                .activation(Activation.IDENTITY)
                .weightInit(new NormalDistribution(0, Recipe.FIRST_WEIGHT))
                .biasInit(bias)
                .build();
    }

    static DetectorDl4j restore(int kinds, Path folder) throws IOException {
        return new DetectorDl4j(ComputationGraph.load(folder.resolve(FILE).toFile(), true), kinds);
    }

    @Override
    public double train(Samples batch) {
        INDArray targets = Nd4j.create(batch.targets()).reshape(batch.size(), -1, Grid.CELLS, Grid.CELLS);
        network.fit(new MultiDataSet(
                new INDArray[] {scenes(batch.images())},
                new INDArray[] {channels(targets, 0, kinds), channels(targets, kinds, kinds + Grid.BOX)},
                null,
                new INDArray[] {null, channels(targets, kinds + Grid.BOX, kinds + Grid.BOX + 1)}));
        return network.score();
    }

    private static INDArray channels(INDArray of, int from, int to) {
        return of.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to)).dup('c');
    }

    @Override
    public float[][] outputs(float[][] scenes) {
        INDArray[] outputs = network.output(scenes(scenes));
        return Rows.of(Nd4j.concat(1, outputs).dup('c').data().asFloat(), scenes.length);
    }

    private static INDArray scenes(float[][] pixels) {
        return Nd4j.create(pixels).reshape('c', pixels.length, 1, ClutteredScenes.SIDE, ClutteredScenes.SIDE);
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
