///usr/bin/env jbang "$0" "$@" ; exit $?
//DEPS org.losses4j:losses4j-dl4j:0.1.0-SNAPSHOT org.nd4j:nd4j-native-platform:1.0.0-M2.1 org.slf4j:slf4j-simple:2.0.17
//RUNTIME_OPTIONS --add-modules jdk.incubator.vector
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.losses4j.dl4j.CosineLayer;
import org.losses4j.dl4j.ObjectiveLossLayer;
import org.losses4j.dl4j.watch.TrainingWatch;
import org.losses4j.loss.embedding.ArcFace;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;

/** Classifies Fashion-MNIST by angles with a margin, and finds garments of one class by the embedding. */
public final class ArcFaceDl4j {
    public static void main(String[] arguments) throws IOException {
        Path data = Path.of(option(arguments, "--data", "/usr/share/datasets/fashion-mnist"));
        int steps = Integer.parseInt(option(arguments, "--steps", "1500"));
        int seed = Integer.parseInt(option(arguments, "--seed", "1"));
        Path saved = Path.of(option(arguments, "--out", "."), "arcface.zip");
        byte[] images = read(data, "train-images-idx3-ubyte.gz");
        byte[] labels = read(data, "train-labels-idx1-ubyte.gz");

        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(1e-3))
                .list()
                .layer(new ConvolutionLayer.Builder(5, 5).stride(2, 2).nOut(32).activation(Activation.RELU).build())
                .layer(new DenseLayer.Builder().nOut(128).activation(Activation.RELU).build())
                .layer(new DenseLayer.Builder().nOut(16).activation(Activation.IDENTITY).build())
                .layer(new CosineLayer.Builder().nOut(10).build())
                .layer(new ObjectiveLossLayer.Builder(new ArcFace(0.5, 16)).build())
                .setInputType(InputType.convolutionalFlat(28, 28, 1))
                .build());
        network.init();
        network.addListeners(new TrainingWatch());
        Random random = new Random(seed);
        for (int step = 1; step <= steps; step++) {
            network.fit(examples(images, labels, random.ints(128, 0, labels.length).toArray()));
            System.out.printf("\rstep %d of %d, loss %.4f ", step, steps, network.score());
        }

        network.save(saved.toFile());
        MultiLayerNetwork restored = MultiLayerNetwork.load(saved.toFile(), false);
        byte[] testLabels = read(data, "t10k-labels-idx1-ubyte.gz");
        int[] all = IntStream.range(0, testLabels.length).toArray();
        DataSet test = examples(read(data, "t10k-images-idx3-ubyte.gz"), testLabels, all);
        List<INDArray> outputs = restored.feedForward(test.getFeatures());
        int[] classified = Nd4j.argMax(outputs.get(outputs.size() - 1), 1).toIntVector();
        System.out.printf("%n%.1f %% of the test images are classified right%n",
                100.0 * IntStream.of(all).filter(i -> classified[i] == testLabels[i]).count() / all.length);
        reportLikeness("by the embedding", outputs.get(outputs.size() - 3), testLabels);
        reportLikeness("by the pixels", test.getFeatures(), testLabels);
    }

    private static DataSet examples(byte[] images, byte[] labels, int[] chosen) {
        float[] pixels = new float[chosen.length * 784];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (images[chosen[i / 784] * 784 + i % 784] & 255) / 255f;
        }
        double[] classes = IntStream.of(chosen).mapToDouble(i -> labels[i]).toArray();
        return new DataSet(Nd4j.create(pixels, chosen.length, 784), Nd4j.create(classes, chosen.length, 1));
    }

    /** Prints how well the cosines between the first 2,000 points tell those of one class from others. */
    private static void reportLikeness(String by, INDArray points, byte[] classes) {
        int number = Math.min(2000, points.rows());
        INDArray some = points.get(NDArrayIndex.interval(0, number), NDArrayIndex.all());
        INDArray directions = some.divColumnVector(some.norm2(true, 1));
        INDArray cosines = directions.mmul(directions.transpose());
        float[][] matrix = cosines.toFloatMatrix();
        int[] nearest = Nd4j.argMax(cosines.sub(Nd4j.eye(number).mul(2)), 1).toIntVector();
        long right = IntStream.range(0, number).filter(i -> classes[i] == classes[nearest[i]]).count();
        double[] different = IntStream.range(0, number * number)
                .filter(pair -> classes[pair / number] != classes[pair % number])
                .mapToDouble(pair -> matrix[pair / number][pair % number])
                .sorted().toArray();
        double threshold = different[different.length * 99 / 100];
        double found = IntStream.range(0, number * number)
                .filter(pair -> classes[pair / number] == classes[pair % number])
                .mapToDouble(pair -> matrix[pair / number][pair % number] > threshold ? 100 : 0)
                .average().orElseThrow();
        System.out.printf("%s %.1f %% are nearest to one of their class; at 1 %% false alarms %.1f %% of pairs show%n",
                by, 100.0 * right / number, found);
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
