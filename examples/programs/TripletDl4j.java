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
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.losses4j.Loss;
import org.losses4j.Losses;
import org.losses4j.dl4j.ObjectiveOutputLayer;
import org.losses4j.dl4j.watch.TrainingWatch;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Learns to embed grainy pictures of seven classes of Fashion-MNIST, and tells three unseen classes apart by it. */
public final class TripletDl4j {
    private static final int SEEN = 7;

    public static void main(String[] arguments) throws IOException {
        Path data = Path.of(option(arguments, "--data", "/usr/share/datasets/fashion-mnist"));
        int steps = Integer.parseInt(option(arguments, "--steps", "600"));
        int seed = Integer.parseInt(option(arguments, "--seed", "1"));
        Path saved = Path.of(option(arguments, "--out", "."), "triplet.zip");
        byte[] images = read(data, "train-images-idx3-ubyte.gz");
        byte[] labels = read(data, "train-labels-idx1-ubyte.gz");

        Loss triplet = Losses.of("batch_hard_triplet(distance=cosine, positives=easy)");
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(1e-3))
                .list()
                .layer(new ConvolutionLayer.Builder(7, 7).stride(3, 3).nOut(32).activation(Activation.RELU).build())
                .layer(new ObjectiveOutputLayer.Builder(triplet).nOut(64).flatten().build())
                .setInputType(InputType.convolutionalFlat(28, 28, 1))
                .build());
        network.init();
        network.addListeners(new TrainingWatch());
        Random random = new Random(seed);
        for (int step = 1; step <= steps; step++) {
            int[] batch = IntStream.range(0, SEEN * 32)
                    .map(i -> random.ints(0, labels.length).filter(j -> labels[j] == i % SEEN).findAny().getAsInt())
                    .toArray();
            double[] classes = IntStream.of(batch).mapToDouble(image -> labels[image]).toArray();
            network.fit(grainy(images, batch, random), Nd4j.create(classes, batch.length, 1));
            System.out.printf("\rstep %d of %d, loss %.4f ", step, steps, network.score());
        }
        System.out.println();

        network.save(saved.toFile());
        MultiLayerNetwork restored = MultiLayerNetwork.load(saved.toFile(), false);
        byte[] testLabels = read(data, "t10k-labels-idx1-ubyte.gz");
        int[] unseen = IntStream.range(0, testLabels.length).filter(i -> testLabels[i] >= SEEN).toArray();
        INDArray pixels = grainy(read(data, "t10k-images-idx3-ubyte.gz"), unseen, random);
        INDArray classes = Nd4j.create(IntStream.of(unseen).mapToDouble(i -> testLabels[i]).toArray());
        INDArray embeddings = restored.output(pixels);
        report("the embedding", embeddings.divColumnVector(embeddings.norm2(true, 1)), classes);
        report("the pixels", pixels, classes);
    }

    /** Images with as much noise as pictures taken in the dark. */
    private static INDArray grainy(byte[] images, int[] chosen, Random random) {
        float[] pixels = new float[chosen.length * 784];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (images[chosen[i / 784] * 784 + i % 784] & 255) / 255f + (float) random.nextGaussian();
        }
        return Nd4j.create(pixels, new long[] {chosen.length, 784});
    }

    /** Prints how many points have one of their class nearest, and the nearest of one. */
    private static void report(String by, INDArray points, INDArray classes) {
        INDArray squares = points.mul(points).sum(1);
        INDArray distances = points.mmul(points.transpose()).mul(-2).addRowVector(squares);
        int[][] nearest = Nd4j.sortWithIndices(distances, 1, true)[0].toIntMatrix();
        IntStream right = IntStream.range(0, nearest.length)
                .filter(i -> classes.getInt(nearest[i][1]) == classes.getInt(i));
        List<Integer> neighbours = IntStream.of(nearest[1]).skip(1).limit(5).mapToObj(classes::getInt).toList();
        System.out.printf("by %s %.1f %% of unseen garments are nearest to one of their class; nearest to a %d: %s%n",
                by, 100.0 * right.count() / nearest.length, classes.getInt(1), neighbours);
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
