package org.losses4j.examples.ctc;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.losses4j.dl4j.ObjectiveOutputLayer;
import org.losses4j.dl4j.watch.TrainingWatch;
import org.losses4j.examples.data.StripBatch;
import org.losses4j.examples.data.Strips;
import org.losses4j.examples.network.FallingRate;
import org.losses4j.loss.sequence.Ctc;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * A reader of strips in Deeplearning4j: a convolution over the columns, an LSTM in both directions, and
 * {@link ObjectiveOutputLayer} with {@link Ctc}. Labels are padded; their mask gives the number of labels.
 */
final class CtcDl4j implements StripReader {
    private static final String FILE = "network.zip";

    private final MultiLayerNetwork network;

    private CtcDl4j(MultiLayerNetwork network) {
        this.network = network;
        network.addListeners(new TrainingWatch());
    }

    static CtcDl4j create(int steps, long seed) {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(WeightInit.RELU)
                .updater(new Adam(new FallingRate(RATE, steps)))
                .list()
                .layer(new Convolution1DLayer.Builder(7)
                        .stride(3)
                        .convolutionMode(ConvolutionMode.Same)
                        .nOut(64)
                        .activation(Activation.RELU)
                        .build())
                .layer(new Bidirectional(
                        Bidirectional.Mode.CONCAT,
                        new LSTM.Builder()
                                .nOut(48)
                                .activation(Activation.TANH)
                                .biasUpdater(new NoOp()) // as in DJL, whose LSTM has none here
                                .build()))
                .layer(new ObjectiveOutputLayer.Builder(new Ctc())
                        .nOut(CLASSES)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.recurrent(Strips.HEIGHT, Strips.WIDTH))
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return new CtcDl4j(network);
    }

    static CtcDl4j restore(Path folder) throws IOException {
        return new CtcDl4j(MultiLayerNetwork.load(file(folder), true));
    }

    @Override
    public double trainEpoch(List<StripBatch> batches) {
        double sum = 0;
        for (StripBatch batch : batches) {
            INDArray labels = Nd4j.create(batch.labels(), new long[] {batch.size(), Strips.MOST_DIGITS}, 'c');
            INDArray mask = Nd4j.create(batch.mask(), new long[] {batch.size(), Strips.MOST_DIGITS}, 'c');
            network.fit(new DataSet(pixels(batch), labels, null, mask));
            sum += network.score();
        }
        return sum / batches.size();
    }

    @Override
    public Tensor logits(StripBatch strips) {
        INDArray classesFirst = network.output(pixels(strips)); // [N, C, T]
        INDArray logits = classesFirst.permute(0, 2, 1).dup('c');
        return ReferenceTensor.of(logits.data().asDouble(), strips.size(), (int) logits.size(1), CLASSES);
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

    private static INDArray pixels(StripBatch batch) {
        return Nd4j.create(batch.pixels(), new long[] {batch.size(), Strips.HEIGHT, Strips.WIDTH}, 'c');
    }
}
