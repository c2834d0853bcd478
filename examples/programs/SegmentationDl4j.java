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
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.losses4j.Objective;
import org.losses4j.dl4j.ObjectiveOutputLayer;
import org.losses4j.dl4j.watch.TrainingWatch;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Finds the pixels of bags in scenes of Fashion-MNIST: a bag and another garment, one of which covers the other. */
public final class SegmentationDl4j {
    private static final int SIDE = 32;
    private static final int BAG = 8;

    public static void main(String[] arguments) throws IOException {
        Path data = Path.of(option(arguments, "--data", "/usr/share/datasets/fashion-mnist"));
        int steps = Integer.parseInt(option(arguments, "--steps", "1000"));
        int seed = Integer.parseInt(option(arguments, "--seed", "1"));
        Path saved = Path.of(option(arguments, "--out", "."), "segmentation.zip");
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(3e-3))
                .weightInit(WeightInit.RELU)
                .activation(Activation.RELU)
                .convolutionMode(ConvolutionMode.Same)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).stride(2, 2).nOut(16).build())
                .layer(new ConvolutionLayer.Builder(3, 3).stride(2, 2).nOut(32).build())
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(32).build())
                .layer(new Upsampling2D.Builder(2).build())
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(16).build())
                .layer(new Upsampling2D.Builder(2).build())
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(16).build())
                .layer(new ObjectiveOutputLayer.Builder(Objective.parse("dice(aggregate=batch)"))
                        .nOut(1).perPixel().build())
                .setInputType(InputType.convolutional(SIDE, SIDE, 1))
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        network.addListeners(new TrainingWatch());
        Random random = new Random(seed);
        byte[] images = read(data.resolve("train-images-idx3-ubyte.gz"), 16);
        byte[] labels = read(data.resolve("train-labels-idx1-ubyte.gz"), 8);
        for (int step = 1; step <= steps; step++) {
            network.fit(scenes(images, labels, 16, random));
            System.out.printf("\rstep %d of %d, loss %.4f ", step, steps, network.score());
        }
        System.out.println();
        network.save(saved.toFile());

        MultiLayerNetwork restored = MultiLayerNetwork.load(saved.toFile(), false);
        byte[] testImages = read(data.resolve("t10k-images-idx3-ubyte.gz"), 16);
        byte[] testLabels = read(data.resolve("t10k-labels-idx1-ubyte.gz"), 8);
        DataSet test = scenes(testImages, testLabels, 200, random);
        INDArray found = restored.output(test.getFeatures()).gt(0.5).castTo(test.getLabels().dataType());
        double overlap = found.mul(test.getLabels()).sumNumber().doubleValue();
        double either = found.add(test.getLabels()).sumNumber().doubleValue() - overlap;
        System.out.printf("what is found and the bags overlap by %.0f %%%n", 100 * overlap / either);
    }

    /** Scenes [N, 1, 32, 32] of garments of half the size, and the masks of bags. */
    private static DataSet scenes(byte[] images, byte[] labels, int number, Random random) {
        float[] scenes = new float[number * SIDE * SIDE];
        float[] bags = new float[number * SIDE * SIDE];
        for (int garment = 0; garment < 2 * number; garment++) {
            int image = random.nextInt(labels.length);
            while (garment % 2 == 0 && labels[image] != BAG) {
                image = random.nextInt(labels.length);
            }
            int left = random.nextInt(SIDE - 14);
            int top = garment / 2 * SIDE + random.nextInt(SIDE - 14);
            for (int pixel = 0; pixel < 14 * 14; pixel++) {
                int brightness = images[image * 784 + pixel / 14 * 56 + pixel % 14 * 2] & 255;
                if (brightness > 25) {
                    int at = (top + pixel / 14) * SIDE + left + pixel % 14;
                    scenes[at] = brightness / 255f;
                    bags[at] = labels[image] == BAG ? 1 : 0;
                }
            }
        }
        long[] shape = {number, 1, SIDE, SIDE};
        return new DataSet(Nd4j.create(scenes, shape), Nd4j.create(bags, shape));
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
