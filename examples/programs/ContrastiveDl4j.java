///usr/bin/env jbang "$0" "$@" ; exit $?
//DEPS org.losses4j:losses4j-dl4j:0.1.0-SNAPSHOT org.nd4j:nd4j-native-platform:1.0.0-M2.1 org.slf4j:slf4j-simple:2.0.17
//RUNTIME_OPTIONS --add-modules jdk.incubator.vector
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.losses4j.Loss;
import org.losses4j.dl4j.ObjectiveOutputLayer;
import org.losses4j.loss.classification.SparseCategoricalCrossEntropy;
import org.losses4j.loss.embedding.NtXent;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Learns features of Fashion-MNIST without labels, from two views of each image, then classes from 600 labels. */
public final class ContrastiveDl4j {
    public static void main(String[] arguments) throws IOException {
        Path data = Path.of(option(arguments, "--data", "/usr/share/datasets/fashion-mnist"));
        int steps = Integer.parseInt(option(arguments, "--steps", "600"));
        int seed = Integer.parseInt(option(arguments, "--seed", "1"));
        Random random = new Random(seed);
        Path saved = Path.of(option(arguments, "--out", "."), "contrastive.zip");
        byte[] images = read(data.resolve("train-images-idx3-ubyte.gz"), 16);
        byte[] labels = read(data.resolve("train-labels-idx1-ubyte.gz"), 8);
        byte[] testImages = read(data.resolve("t10k-images-idx3-ubyte.gz"), 16);
        byte[] testLabels = read(data.resolve("t10k-labels-idx1-ubyte.gz"), 8);
        int[] known = IntStream.range(0, Math.min(600, labels.length)).map(i -> labels[i]).toArray();
        int[] tested = IntStream.range(0, testLabels.length).toArray();
        MultiLayerNetwork encoder = network(new NtXent(0.2), seed);
        train(encoder, images, IntStream.range(0, labels.length).toArray(), 2, steps, random);
        encoder.save(saved.toFile());

        MultiLayerNetwork probe = new TransferLearning.Builder(MultiLayerNetwork.load(saved.toFile(), false))
                .fineTuneConfiguration(new FineTuneConfiguration.Builder().updater(new Adam(1e-3)).seed(seed).build())
                .setFeatureExtractor(1)
                .removeOutputLayer()
                .addLayer(output(new SparseCategoricalCrossEntropy()))
                .build();
        MultiLayerNetwork scratch = network(new SparseCategoricalCrossEntropy(), seed);
        for (MultiLayerNetwork network : List.of(probe, scratch)) {
            train(network, images, known, 1, steps, random);
            int[] classes = Nd4j.argMax(network.output(pictures(testImages, tested, false, random)), 1).toIntVector();
            long right = IntStream.of(tested).filter(i -> classes[i] == testLabels[i]).count();
            System.out.printf("%n600 labels, features learned %s: %.1f %% of the test images are right%n",
                    network == probe ? "without labels" : "from these labels", 100.0 * right / tested.length);
        }
    }

    private static MultiLayerNetwork network(Loss loss, int seed) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(WeightInit.RELU)
                .activation(Activation.RELU)
                .updater(new Adam(1e-3))
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).stride(2, 2).nOut(32).build())
                .layer(new ConvolutionLayer.Builder(3, 3).stride(2, 2).nOut(64).build())
                .layer(output(loss))
                .setInputType(InputType.convolutionalFlat(28, 28, 1))
                .build());
        network.init();
        return network;
    }

    private static ObjectiveOutputLayer output(Loss loss) {
        return new ObjectiveOutputLayer.Builder(loss).nIn(64 * 6 * 6).nOut(10).flatten().build();
    }

    /** Trains on the images whose kinds are given, as they are or on two views of each, for n steps. */
    private static void train(MultiLayerNetwork network, byte[] data, int[] kinds, int views, int n, Random random) {
        for (int step = 1; step <= n; step++) {
            int[] ids = random.ints(128, 0, kinds.length).flatMap(i -> IntStream.of(i, i).limit(views)).toArray();
            double[] targets = IntStream.of(ids).mapToDouble(i -> kinds[i]).toArray();
            network.fit(pictures(data, ids, views > 1, random), Nd4j.create(targets, ids.length, 1));
            System.out.printf("\rstep %d of %d, loss %.4f ", step, n, network.score());
        }

    }

    /** Images as they are, or each moved by up to two pixels, and mirrored or not. */
    private static INDArray pictures(byte[] images, int[] ids, boolean changed, Random random) {
        float[] pixels = new float[ids.length * 784];
        for (int i = 0; i < ids.length; i++) {
            int moved = changed ? 784 + 28 * (random.nextInt(5) - 2) + random.nextInt(5) - 2 : 784;
            boolean mirrored = changed && random.nextBoolean();
            for (int pixel = 0; pixel < 784; pixel++) {
                int from = mirrored ? pixel / 28 * 28 + 27 - pixel % 28 : pixel;
                pixels[784 * i + pixel] = (images[784 * ids[i] + (from + moved) % 784] & 255) / 255f;
            }
        }
        return Nd4j.create(pixels, ids.length, 784);
    }

    private static byte[] read(Path file, int header) throws IOException {
        try (var in = new GZIPInputStream(Files.newInputStream(file))) {
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
