package org.losses4j.examples.vae;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.losses4j.Objective;
import org.losses4j.dl4j.ObjectiveGraphs;
import org.losses4j.dl4j.SamplingVertex;
import org.losses4j.dl4j.watch.TrainingWatch;
import org.losses4j.loss.generative.Vae;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A variational autoencoder in Deeplearning4j: {@link SamplingVertex} draws the latents, and {@link ObjectiveGraphs} adds
 * the loss, whose four inputs are vertices of the graph.
 */
final class VaeDl4j implements Autoencoder {
    private static final String FILE = "network.zip";

    private final ComputationGraph network;

    private VaeDl4j(ComputationGraph network) {
        this.network = network;
        network.addListeners(new TrainingWatch());
    }

    static VaeDl4j create(int pixels, int latents, Vae loss, long seed) {
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(WeightInit.XAVIER)
                .updater(new Adam(0.002))
                .graphBuilder()
                .addInputs("image")
                .setInputTypes(InputType.feedForward(pixels))
                .addLayer("encoder", dense(HIDDEN, Activation.RELU), "image")
                .addLayer("mean", dense(latents, Activation.IDENTITY), "encoder")
                .addLayer("log_variance", dense(latents, Activation.IDENTITY), "encoder")
                .addVertex("latent", new SamplingVertex(), "mean", "log_variance")
                .addLayer("decoder", dense(HIDDEN, Activation.RELU), "latent")
                .addLayer("prediction", dense(pixels, Activation.IDENTITY), "decoder");
        Map<String, String> roles =
                Map.of("prediction", "prediction", "target", "image", "mean", "mean", "log_variance", "log_variance");
        ObjectiveGraphs.add(graph, "vae", Objective.of(loss), roles).setOutputs("vae");
        ComputationGraph network = new ComputationGraph(graph.build());
        network.init();
        return new VaeDl4j(network);
    }

    private static DenseLayer dense(int units, Activation activation) {
        return new DenseLayer.Builder().nOut(units).activation(activation).build();
    }

    static VaeDl4j restore(Path folder) throws IOException {
        return new VaeDl4j(ComputationGraph.load(file(folder), true));
    }

    @Override
    public double trainEpoch(List<double[][]> batches) {
        double sum = 0;
        for (double[][] images : batches) {
            network.fit(ObjectiveGraphs.data(matrix(images)));
            sum += network.score();
        }
        return sum / batches.size();
    }

    @Override
    public Latents encode(double[][] images) {
        INDArray hidden = activate("encoder", matrix(images));
        return new Latents(rows(activate("mean", hidden)), rows(activate("log_variance", hidden)));
    }

    @Override
    public double[][] decode(double[][] points) {
        INDArray hidden = activate("decoder", matrix(points));
        return rows(activate("prediction", hidden));
    }

    private INDArray activate(String layer, INDArray input) {
        return network.getLayer(layer).activate(input, false, LayerWorkspaceMgr.noWorkspaces());
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

    private static double[][] rows(INDArray matrix) {
        return matrix.castTo(DataType.DOUBLE).toDoubleMatrix();
    }
}
