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
import org.losses4j.dl4j.ObjectiveOutputLayer;
import org.losses4j.dl4j.watch.TrainingWatch;
import org.losses4j.loss.regression.Huber;
import org.nd4j.evaluation.regression.RegressionEvaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Measures the tilt of garments of Fashion-MNIST, though a tenth of its training angles are ten times too large. */
public final class HuberDl4j {
    public static void main(String[] arguments) throws IOException {
        Path data = Path.of(option(arguments, "--data", "/usr/share/datasets/fashion-mnist"));
        int steps = Integer.parseInt(option(arguments, "--steps", "5000"));
        int seed = Integer.parseInt(option(arguments, "--seed", "1"));
        Path saved = Path.of(option(arguments, "--out", "."), "huber.zip");
        byte[] images = read(data, "train-images-idx3-ubyte.gz");

        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(1e-3))
                .activation(Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder().nOut(256).build())
                .layer(new DenseLayer.Builder().nOut(64).build())
                // Errors larger than δ, about an ordinary one of 3 degrees, pull no harder than δ does.
                .layer(new ObjectiveOutputLayer.Builder(new Huber(Math.toRadians(3))).nOut(1).build())
                .setInputType(InputType.feedForward(784))
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        network.addListeners(new TrainingWatch());
        Random random = new Random(seed);
        for (int step = 1; step <= steps; step++) {
            network.fit(tilted(images, 64, 0.1, random));
            System.out.printf("\rstep %d of %d, loss %.4f ", step, steps, network.score());
        }
        System.out.println();

        network.save(saved.toFile());
        MultiLayerNetwork restored = MultiLayerNetwork.load(saved.toFile(), false);
        DataSet test = tilted(read(data, "t10k-images-idx3-ubyte.gz"), 1000, 0, random);
        RegressionEvaluation evaluation = new RegressionEvaluation();
        evaluation.eval(test.getLabels(), restored.output(test.getFeatures()));
        System.out.printf("the tilt of garments is measured to %.1f degrees on average%n",
                Math.toDegrees(evaluation.meanAbsoluteError(0)));
    }

    /** Garments [N, 784], each turned by a random angle, and the angles in radians [N, 1], a share of them wrong. */
    private static DataSet tilted(byte[] images, int number, double wrong, Random random) {
        float[] pixels = new float[number * 784];
        float[] angles = new float[number];
        for (int n = 0; n < number; n++) {
            int image = random.nextInt(images.length / 784);
            double angle = Math.toRadians(90 * random.nextDouble() - 45);
            for (int pixel = 0; pixel < 784; pixel++) {
                double x = pixel % 28 - 13.5;
                double y = pixel / 28 - 13.5;
                long column = Math.round(x * Math.cos(angle) + y * Math.sin(angle) + 13.5);
                long row = Math.round(y * Math.cos(angle) - x * Math.sin(angle) + 13.5);
                boolean inside = Math.min(row, column) >= 0 && Math.max(row, column) < 28;
                pixels[784 * n + pixel] = inside ? (images[(int) (784 * image + 28 * row + column)] & 255) / 255f : 0;
            }
            angles[n] = (float) (random.nextDouble() < wrong ? 10 * angle : angle);
        }
        return new DataSet(Nd4j.create(pixels, new long[] {number, 784}), Nd4j.create(angles, new long[] {number, 1}));
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
