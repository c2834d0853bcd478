///usr/bin/env jbang "$0" "$@" ; exit $?
//DEPS org.losses4j:losses4j-dl4j:0.1.0-SNAPSHOT org.nd4j:nd4j-native-platform:1.0.0-M2.1 org.slf4j:slf4j-simple:2.0.17
//RUNTIME_OPTIONS --add-modules jdk.incubator.vector
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.losses4j.LossType;
import org.losses4j.Losses;
import org.losses4j.PointwiseLoss;
import org.losses4j.dl4j.ObjectiveOutputLayer;
import org.losses4j.dl4j.watch.TrainingWatch;
import org.losses4j.tensor.Tensor;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Estimates the weight of garments of Fashion-MNIST by a loss of its own, for which too light is ten times worse. */
public final class OwnLossDl4j {
    /** Kilograms of a T-shirt, trousers, a pullover, a dress, a coat, sandals, a shirt, sneakers, a bag and boots. */
    private static final double[] WEIGHTS = {0.2, 0.5, 0.5, 0.4, 1.5, 0.4, 0.3, 0.8, 0.7, 1.2};

    /** The square of the error, but {@code factor} times of it for a parcel that is heavier than predicted. */
    public record TooLight(double factor) implements PointwiseLoss {
        public TooLight() {
            this(4);
        }

        @Override
        public Tensor formula(Tensor prediction, Tensor target) {
            Tensor missing = target.sub(prediction);
            return missing.greater(0).where(missing.mul(factor), missing).mul(missing);
        }
    }

    public static void main(String[] arguments) throws IOException {
        Path data = Path.of(option(arguments, "--data", "/usr/share/datasets/fashion-mnist"));
        int steps = Integer.parseInt(option(arguments, "--steps", "5000"));
        int seed = Integer.parseInt(option(arguments, "--seed", "1"));
        Path saved = Path.of(option(arguments, "--out", "."), "own-loss.zip");
        byte[] images = read(data, "train-images-idx3-ubyte.gz");
        byte[] labels = read(data, "train-labels-idx1-ubyte.gz");

        // Deeplearning4j saves a network with its loss, which therefore needs a name.
        Losses.register(LossType.of("too_light", TooLight.class));
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(1e-3))
                .activation(Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder().nOut(256).build())
                .layer(new DenseLayer.Builder().nOut(64).build())
                .layer(new ObjectiveOutputLayer.Builder(new TooLight(10)).nOut(1).build())
                .setInputType(InputType.feedForward(784))
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        network.addListeners(new TrainingWatch());
        Random random = new Random(seed);
        for (int step = 1; step <= steps; step++) {
            network.fit(parcels(images, labels, 64, random));
            System.out.printf("\rstep %d of %d, loss %.4f ", step, steps, network.score());
        }
        System.out.println();

        network.save(saved.toFile());
        MultiLayerNetwork restored = MultiLayerNetwork.load(saved.toFile(), false);
        byte[] testImages = read(data, "t10k-images-idx3-ubyte.gz");
        byte[] testLabels = read(data, "t10k-labels-idx1-ubyte.gz");
        DataSet test = parcels(testImages, testLabels, 5000, random);
        INDArray excess = restored.output(test.getFeatures()).sub(test.getLabels());
        System.out.printf("%.0f %% of garments weigh more than estimated; the mean estimate is %.2f kg too high%n",
                100 * excess.lt(0).castTo(excess.dataType()).meanNumber().doubleValue(),
                excess.meanNumber().doubleValue());
    }

    /** Pictures of garments [N, 784] and their weights in kilograms [N, 1], which vary by 20 % within a class. */
    private static DataSet parcels(byte[] images, byte[] labels, int size, Random random) {
        float[] pixels = new float[size * 784];
        float[] weights = new float[size];
        for (int n = 0; n < size; n++) {
            int image = random.nextInt(labels.length);
            for (int pixel = 0; pixel < 784; pixel++) {
                pixels[784 * n + pixel] = (images[784 * image + pixel] & 255) / 255f;
            }
            weights[n] = (float) (WEIGHTS[labels[image]] * (1 + 0.2 * random.nextGaussian()));
        }
        return new DataSet(Nd4j.create(pixels, new long[] {size, 784}), Nd4j.create(weights, new long[] {size, 1}));
    }

    /** Reads images or labels, one byte for each pixel or label. */
    private static byte[] read(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            throw new IOException(file + " is missing: install Debian's package dataset-fashion-mnist, or give the"
                    + " folder with the files of https://github.com/zalandoresearch/fashion-mnist by --data");
        }
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
            in.skipNBytes(4L * (in.readInt() & 255));
            return in.readAllBytes();
        }
    }

    private static String option(String[] arguments, String name, String otherwise) {
        int at = List.of(arguments).indexOf(name);
        return at < 0 ? otherwise : arguments[at + 1];
    }
}
