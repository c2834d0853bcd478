///usr/bin/env jbang "$0" "$@" ; exit $?
//DEPS org.losses4j:losses4j-dl4j:0.1.0-SNAPSHOT org.nd4j:nd4j-native-platform:1.0.0-M2.1 org.slf4j:slf4j-simple:2.0.17
//RUNTIME_OPTIONS --add-modules jdk.incubator.vector
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.losses4j.decode.CtcGreedyDecoder;
import org.losses4j.dl4j.ObjectiveOutputLayer;
import org.losses4j.dl4j.watch.TrainingWatch;
import org.losses4j.loss.sequence.Ctc;
import org.losses4j.tensor.ReferenceTensor;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Reads strips of garments of Fashion-MNIST from left to right, trained without being told where each garment is. */
public final class CtcDl4j {
    /** What each label is read as: 1 for tops and dresses, 2 trousers, 3 shoes, 4 bags; 0 is CTC's blank. */
    private static final String KINDS = "1211131343";

    public static void main(String[] arguments) throws IOException {
        Path data = Path.of(option(arguments, "--data", "/usr/share/datasets/fashion-mnist"));
        int steps = Integer.parseInt(option(arguments, "--steps", "3000"));
        int seed = Integer.parseInt(option(arguments, "--seed", "1"));
        Path saved = Path.of(option(arguments, "--out", "."), "ctc.zip");
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(2e-3))
                .weightInit(WeightInit.RELU)
                .activation(Activation.RELU)
                .list()
                .layer(new Convolution1DLayer.Builder(7).stride(3).nOut(64).build())
                .layer(new Convolution1DLayer.Builder(5).nOut(64).build())
                .layer(new ObjectiveOutputLayer.Builder(new Ctc()).nOut(5).build())
                .setInputType(InputType.recurrent(14, 90))
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        network.addListeners(new TrainingWatch());
        Random random = new Random(seed);
        byte[] images = read(data.resolve("train-images-idx3-ubyte.gz"), 16);
        byte[] labels = read(data.resolve("train-labels-idx1-ubyte.gz"), 8);
        for (int step = 1; step <= steps; step++) {
            network.fit(strips(images, labels, 32, random));
            System.out.printf("\rstep %d of %d, loss %.4f ", step, steps, network.score());
        }
        System.out.println();
        network.save(saved.toFile());

        MultiLayerNetwork restored = MultiLayerNetwork.load(saved.toFile(), false);
        byte[] testImages = read(data.resolve("t10k-images-idx3-ubyte.gz"), 16);
        byte[] testLabels = read(data.resolve("t10k-labels-idx1-ubyte.gz"), 8);
        DataSet test = strips(testImages, testLabels, 320, random);
        INDArray logits = restored.output(test.getFeatures()).permute(0, 2, 1).dup('c');
        int frames = (int) logits.size(1);
        var read = new CtcGreedyDecoder().decode(ReferenceTensor.of(logits.data().asDouble(), 320, frames, 5));
        int right = 0;
        for (int strip = 0; strip < 320; strip++) {
            int[] kinds = read.get(strip).get(0).labels().stream().mapToInt(Integer::intValue).toArray();
            right += Arrays.equals(Arrays.copyOf(kinds, 5), test.getLabels().getRow(strip).toIntVector()) ? 1 : 0;
        }
        System.out.printf("of 320 test strips %.1f %% are read without an error%n", right / 3.2);
    }

    /** Strips [N, 14, 90] of two to five garments of half the size, and their kinds [N, 5] with a mask. */
    private static DataSet strips(byte[] images, byte[] labels, int number, Random random) {
        INDArray strips = Nd4j.zeros(number, 14, 90);
        INDArray kinds = Nd4j.zeros(number, 5);
        INDArray mask = Nd4j.zeros(number, 5);
        for (int strip = 0; strip < number; strip++) {
            int garments = random.nextInt(2, 6);
            for (int i = 0, left = 0; i < garments; i++, left += 14 + random.nextInt(5)) {
                int image = random.nextInt(labels.length);
                kinds.putScalar(strip, i, KINDS.charAt(labels[image]) - '0');
                mask.putScalar(strip, i, 1);
                for (int pixel = 0; pixel < 14 * 14; pixel++) {
                    int brightness = images[image * 784 + pixel / 14 * 56 + pixel % 14 * 2] & 255;
                    strips.putScalar(strip, pixel / 14, left + pixel % 14, brightness / 255.0);
                }
            }
        }
        return new DataSet(strips, kinds, null, mask);
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
