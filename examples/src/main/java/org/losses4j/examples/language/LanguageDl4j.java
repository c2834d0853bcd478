package org.losses4j.examples.language;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.losses4j.dl4j.ObjectiveOutputLayer;
import org.losses4j.dl4j.watch.TrainingWatch;
import org.losses4j.examples.data.Tokens;
import org.losses4j.loss.classification.SparseCategoricalCrossEntropy;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A model of a text in Deeplearning4j: embeddings, a dense layer over the embeddings of all tokens of the context (a
 * convolution as long as the context), and {@link ObjectiveOutputLayer} with a class for each token of the vocabulary, in
 * chunks of rows.
 */
final class LanguageDl4j implements LanguageModel {
    private static final String FILE = "network.zip";

    private final MultiLayerNetwork network;

    private LanguageDl4j(MultiLayerNetwork network) {
        this.network = network;
        network.addListeners(new TrainingWatch());
    }

    static LanguageDl4j create(Plan plan, long seed) {
        ObjectiveOutputLayer.Builder last =
                new ObjectiveOutputLayer.Builder(new SparseCategoricalCrossEntropy()).nOut(plan.vocabulary());
        if (plan.inChunks()) {
            last.chunkRows(plan.chunkRows());
        }
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(WeightInit.XAVIER)
                .updater(new Adam(0.003))
                .list()
                .layer(new EmbeddingSequenceLayer.Builder()
                        .nIn(plan.vocabulary())
                        .nOut(EMBEDDING)
                        .inputLength(CONTEXT)
                        .build())
                .layer(new Convolution1DLayer.Builder(CONTEXT)
                        .convolutionMode(ConvolutionMode.Truncate)
                        .nOut(HIDDEN)
                        .activation(Activation.RELU)
                        .build())
                .layer(last.build())
                .setInputType(InputType.recurrent(plan.vocabulary(), CONTEXT))
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return new LanguageDl4j(network);
    }

    static LanguageDl4j restore(Path folder) throws IOException {
        return new LanguageDl4j(MultiLayerNetwork.load(file(folder), true));
    }

    @Override
    public double trainEpoch(List<Tokens.Batch> batches) {
        double sum = 0;
        for (Tokens.Batch batch : batches) {
            INDArray next = Nd4j.createFromArray(batch.next()).reshape(batch.size(), 1);
            network.fit(new DataSet(contexts(batch), next));
            sum += network.score();
        }
        return sum / batches.size();
    }

    @Override
    public Tensor logits(Tokens.Batch batch) {
        // The layers give probabilities in the end, whose logarithms are logits as good as any.
        INDArray probabilities = network.output(contexts(batch)); // [N, V, 1]
        double[] values = probabilities.dup('c').data().asDouble();
        return ReferenceTensor.of(values, batch.size(), values.length / batch.size())
                .log();
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

    private static INDArray contexts(Tokens.Batch batch) {
        return Nd4j.createFromArray(batch.contexts()).reshape(batch.size(), CONTEXT);
    }
}
