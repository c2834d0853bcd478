///usr/bin/env jbang "$0" "$@" ; exit $?
//DEPS org.losses4j:losses4j-dl4j:0.1.0-SNAPSHOT org.nd4j:nd4j-native-platform:1.0.0-M2.1 org.slf4j:slf4j-simple:2.0.17
//RUNTIME_OPTIONS --add-modules jdk.incubator.vector
import java.awt.image.BufferedImage;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.losses4j.dl4j.adversarial.AdversarialSettings;
import org.losses4j.dl4j.adversarial.AdversarialTrainer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Makes new sneakers, by a generator and a critic that learn from the sneakers of Fashion-MNIST. */
public final class WganGpDl4j {
    private static final int LATENTS = 32;

    public static void main(String[] arguments) throws IOException {
        Path data = Path.of(option(arguments, "--data", "/usr/share/datasets/fashion-mnist"));
        int steps = Integer.parseInt(option(arguments, "--steps", "1500"));
        int seed = Integer.parseInt(option(arguments, "--seed", "1"));
        Path out = Path.of(option(arguments, "--out", "."));
        float[][] sneakers = sneakers(data, "train");
        MultiLayerNetwork generator = network(seed, LATENTS, 784, Activation.SIGMOID);
        MultiLayerNetwork critic = network(seed, 784, 1, Activation.IDENTITY);
        Random random = new Random(seed);
        Stream<INDArray> batches = Stream.generate(() -> Nd4j.create(
                random.ints(64, 0, sneakers.length).mapToObj(i -> sneakers[i]).toArray(float[][]::new)));
        AdversarialSettings settings = AdversarialSettings.wassersteinWithPenalty(LATENTS, 1).criticSteps(3);
        DoubleSummaryStatistics distances = new DoubleSummaryStatistics();
        AdversarialTrainer trainer = new AdversarialTrainer(generator, critic, settings).onStep(step -> {
            distances.accept(-step.criticLoss());
            System.out.printf("\rstep %d of %d, distance %.2f ", step.generatorSteps(), steps, -step.criticLoss());
        });
        trainer.fit(batches.iterator(), steps);
        System.out.println();
        generator.save(out.resolve("sneakers.zip").toFile());

        MultiLayerNetwork restored = MultiLayerNetwork.load(out.resolve("sneakers.zip").toFile(), false);
        INDArray made = restored.output(Nd4j.randn(128, LATENTS));
        INDArray test = Nd4j.create(sneakers(data, "t10k"));
        System.out.printf("to the critic, made sneakers are %.2f away from test sneakers, and were %.2f at most%n",
                mean(critic.output(test)) - mean(critic.output(made)), distances.getMax());
        INDArray shown = made.reshape(8, 16, 28, 28).permute(0, 2, 1, 3).sub(1).mul(-255);
        BufferedImage picture = new BufferedImage(16 * 28, 8 * 28, BufferedImage.TYPE_BYTE_GRAY);
        picture.getRaster().setPixels(0, 0, 16 * 28, 8 * 28, shown.ravel().toFloatVector());
        ImageIO.write(picture, "png", out.resolve("wgan.png").toFile());
    }

    private static MultiLayerNetwork network(int seed, int inputs, int outputs, Activation last) {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(5e-4, 0.5, 0.9, 1e-8))
                .weightInit(WeightInit.RELU)
                .activation(Activation.ELU)
                .list()
                .layer(new DenseLayer.Builder().nOut(256).build())
                .layer(new DenseLayer.Builder().nOut(256).build())
                .layer(new DenseLayer.Builder().nOut(outputs).activation(last).build())
                .setInputType(InputType.feedForward(inputs))
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }

    private static double mean(INDArray scores) {
        return scores.meanNumber().doubleValue();
    }

    /** The images of all sneakers in a part of the data: 784 numbers from 0 to 1 each. */
    private static float[][] sneakers(Path folder, String part) throws IOException {
        byte[] kinds = read(folder, part + "-labels-idx1-ubyte.gz");
        byte[] pixels = read(folder, part + "-images-idx3-ubyte.gz");
        float[][] all = new float[kinds.length][784];
        for (int i = 0; i < pixels.length; i++) {
            all[i / 784][i % 784] = (pixels[i] & 255) / 255f;
        }
        return IntStream.range(0, all.length).filter(i -> kinds[i] == 7).mapToObj(i -> all[i]).toArray(float[][]::new);
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
