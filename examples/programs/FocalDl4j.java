///usr/bin/env jbang "$0" "$@" ; exit $?
//DEPS org.losses4j:losses4j-dl4j:0.1.0-SNAPSHOT org.nd4j:nd4j-native-platform:1.0.0-M2.1 org.slf4j:slf4j-simple:2.0.17
//RUNTIME_OPTIONS --add-modules jdk.incubator.vector
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.losses4j.dl4j.ObjectiveOutputLayer;
import org.losses4j.dl4j.watch.TrainingWatch;
import org.losses4j.loss.classification.SigmoidFocal;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Finds dresses among the garments of Fashion-MNIST, where one garment in a hundred is a dress. */
public final class FocalDl4j {
    private static final int DRESS = 3;

    public static void main(String[] arguments) throws IOException {
        Path data = Path.of(option(arguments, "--data", "/usr/share/datasets/fashion-mnist"));
        int steps = Integer.parseInt(option(arguments, "--steps", "1000"));
        int seed = Integer.parseInt(option(arguments, "--seed", "1"));
        Path saved = Path.of(option(arguments, "--out", "."), "focal.zip");
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(2e-3))
                .weightInit(WeightInit.RELU)
                .activation(Activation.RELU)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).stride(2, 2).nOut(16).build())
                .layer(new ConvolutionLayer.Builder(3, 3).stride(2, 2).nOut(32).build())
                .layer(new DenseLayer.Builder().nOut(64).build())
                .layer(new ObjectiveOutputLayer.Builder(new SigmoidFocal()).nOut(1).build())
                .setInputType(InputType.convolutional(28, 28, 1))
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        network.addListeners(new TrainingWatch());
        Random random = new Random(seed);
        byte[] pixels = read(data.resolve("train-images-idx3-ubyte.gz"), 16);
        byte[] kinds = read(data.resolve("train-labels-idx1-ubyte.gz"), 8);
        for (int step = 1; step <= steps; step++) {
            network.fit(garments(pixels, kinds, 128, random));
            System.out.printf("\rstep %d of %d, loss %.4f ", step, steps, network.score());
        }
        System.out.println();
        network.save(saved.toFile());

        MultiLayerNetwork restored = MultiLayerNetwork.load(saved.toFile(), false);
        byte[] testPixels = read(data.resolve("t10k-images-idx3-ubyte.gz"), 16);
        byte[] testKinds = read(data.resolve("t10k-labels-idx1-ubyte.gz"), 8);
        DataSet test = garments(testPixels, testKinds, 10_000, random);
        INDArray areDresses = test.getLabels();
        int dresses = areDresses.sumNumber().intValue();
        INDArray[] ranked = Nd4j.sortWithIndices(restored.output(test.getFeatures()), 0, false);
        int found = 0;
        for (int i = 0; i < dresses; i++) {
            found += areDresses.getInt(ranked[0].getInt(i));
        }
        System.out.printf("of 10000 test garments %d are dresses: of the %d likeliest, %d are%n",
                dresses, dresses, found);
    }

    /** Images [N, 1, 28, 28] drawn at random, one in a hundred of a dress, and whether each is, [N, 1]. */
    private static DataSet garments(byte[] pixels, byte[] kinds, int number, Random random) {
        float[] images = new float[number * 784];
        float[] dresses = new float[number];
        for (int i = 0; i < number; i++) {
            dresses[i] = random.nextInt(100) == 0 ? 1 : 0;
            int garment = random.nextInt(kinds.length);
            while ((kinds[garment] == DRESS ? 1 : 0) != dresses[i]) {
                garment = random.nextInt(kinds.length);
            }
            for (int pixel = 0; pixel < 784; pixel++) {
                images[i * 784 + pixel] = (pixels[garment * 784 + pixel] & 255) / 255f;
            }
        }
        return new DataSet(Nd4j.create(images, new long[] {number, 1, 28, 28}),
                Nd4j.create(dresses, new long[] {number, 1}));
    }

    private static byte[] read(Path file, int header) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            in.skipNBytes(header);
            return in.readAllBytes();
        } catch (NoSuchFileException e) {
            throw new IOException(file + " is missing: install Debian's dataset-fashion-mnist, or give --data DIR", e);
        }
    }

    private static String option(String[] arguments, String name, String otherwise) {
        int at = List.of(arguments).indexOf(name);
        return at < 0 ? otherwise : arguments[at + 1];
    }
}
