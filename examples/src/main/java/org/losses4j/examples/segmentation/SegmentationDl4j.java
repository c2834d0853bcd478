package org.losses4j.examples.segmentation;

import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.losses4j.Objective;
import org.losses4j.dl4j.ObjectiveOutputLayer;
import org.losses4j.dl4j.watch.TrainingWatch;
import org.losses4j.examples.data.Samples;
import org.losses4j.examples.network.ImageNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A small U-Net in Deeplearning4j. Our output layer takes images as they are, [N, C, H, W], and is a 1×1 convolution there;
 * labels are masks of the same shape.
 */
final class SegmentationDl4j implements ImageNetwork {
    private static final String FILE = "network.zip";

    private final ComputationGraph network;
    private final int side;

    private SegmentationDl4j(ComputationGraph network, int side) {
        this.network = network;
        network.addListeners(new TrainingWatch());
        this.side = side;
    }

    static SegmentationDl4j create(Objective objective, int side, long seed) {
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(WeightInit.XAVIER)
                .updater(new Adam(0.003))
                .graphBuilder()
                .addInputs("scene")
                .setInputTypes(InputType.convolutional(side, side, 1));
        graph.addLayer("fine", convolution(8), "scene")
                .addLayer("halved", halved(), "fine")
                .addLayer("middle", convolution(16), "halved")
                .addLayer("quartered", halved(), "middle")
                .addLayer("coarse", convolution(32), "quartered")
                .addLayer("to middle", new Upsampling2D.Builder(2).build(), "coarse")
                .addVertex("both middle", new MergeVertex(), "middle", "to middle")
                .addLayer("middle again", convolution(8), "both middle")
                .addLayer("to fine", new Upsampling2D.Builder(2).build(), "middle again")
                .addVertex("both fine", new MergeVertex(), "fine", "to fine")
                .addLayer("fine again", convolution(8), "both fine")
                .addLayer(
                        "mask",
                        new ObjectiveOutputLayer.Builder(objective)
                                .nOut(1)
                                .perPixel()
                                .activation(Activation.IDENTITY)
                                .build(),
                        "fine again")
                .setOutputs("mask");
        ComputationGraph network = new ComputationGraph(graph.build());
        network.init();
        return new SegmentationDl4j(network, side);
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

    static SegmentationDl4j restore(int side, Path folder) throws IOException {
        return new SegmentationDl4j(ComputationGraph.load(folder.resolve(FILE).toFile(), true), side);
    }

    @Override
    public double train(Samples batch) {
        network.fit(new DataSet(images(batch.images()), images(batch.targets())));
        return network.score();
    }

    /** The logit of each pixel of each scene. */
    @Override
    public float[][] outputs(float[][] scenes) {
        INDArray masks = network.outputSingle(images(scenes));
        return masks.reshape('c', scenes.length, (long) side * side).toFloatMatrix();
    }

    @Override
    public void save(Path folder) throws IOException {
        network.save(folder.resolve(FILE).toFile(), true);
    }

    @Override
    public void close() {
        network.close();
    }

    private INDArray images(float[][] pixels) {
        return Nd4j.create(pixels).reshape('c', pixels.length, 1, side, side);
    }
}
