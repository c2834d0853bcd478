///usr/bin/env jbang "$0" "$@" ; exit $?
//DEPS org.losses4j:losses4j-dl4j:0.1.0-SNAPSHOT org.nd4j:nd4j-native-platform:1.0.0-M2.1 org.slf4j:slf4j-simple:2.0.17
//RUNTIME_OPTIONS --add-modules jdk.incubator.vector
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.losses4j.Objective;
import org.losses4j.dl4j.ObjectiveOutputLayer;
import org.losses4j.dl4j.SequenceMasks;
import org.losses4j.dl4j.watch.TrainingWatch;
import org.losses4j.loss.classification.SparseCategoricalCrossEntropy;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Names garments of Fashion-MNIST from the upper rows of their images, with few coats and shirts to learn from. */
public final class WeightsAndMasksDl4j {
    /** One in so many images of each class is known in training: coats, class 4, and shirts, class 6, are rare. */
    private static final double[] EVERY = {1, 1, 1, 1, 10, 1, 10, 1, 1, 1};

    public static void main(String[] arguments) throws IOException {
        Path data = Path.of(option(arguments, "--data", "/usr/share/datasets/fashion-mnist"));
        int steps = Integer.parseInt(option(arguments, "--steps", "2000"));
        int seed = Integer.parseInt(option(arguments, "--seed", "1"));
        Path saved = Path.of(option(arguments, "--out", "."), "weights-and-masks.zip");
        byte[] images = read(data, "train-images-idx3-ubyte.gz");
        byte[] labels = read(data, "train-labels-idx1-ubyte.gz");

        Objective objective = Objective.of(new SparseCategoricalCrossEntropy()).fix("class_weights", EVERY);
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(1e-3))
                .list()
                .layer(new LSTM.Builder().nOut(64).activation(Activation.TANH).build())
                .layer(new ObjectiveOutputLayer.Builder(objective).nOut(10).build())
                .setInputType(InputType.recurrent(28))
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        network.addListeners(new TrainingWatch());
        Random random = new Random(seed);
        for (int step = 1; step <= steps; step++) {
            int[] chosen = random.ints(0, labels.length).filter(i -> i % EVERY[labels[i]] == 0).limit(64).toArray();
            network.fit(sequences(images, labels, chosen, random));
            System.out.printf("\rstep %d of %d, loss %.4f ", step, steps, network.score());
        }
        System.out.println();

        network.save(saved.toFile());
        MultiLayerNetwork restored = MultiLayerNetwork.load(saved.toFile(), false);
        byte[] testImages = read(data, "t10k-images-idx3-ubyte.gz");
        byte[] testLabels = read(data, "t10k-labels-idx1-ubyte.gz");
        DataSet test = sequences(testImages, testLabels, IntStream.range(0, testLabels.length).toArray(), random);
        INDArray named = restored.output(test.getFeatures()).argMax(1);
        INDArray rows = test.getLabelsMaskArray().sum(1);
        Evaluation evaluation = new Evaluation(10);
        for (int n = 0; n < testLabels.length; n++) {
            evaluation.eval(named.getInt(n, rows.getInt(n) - 1), testLabels[n]);
        }
        System.out.printf("of rare coats %.0f %% are recognised, of rare shirts %.0f %%, of all garments %.0f %%%n",
                100 * evaluation.recall(4), 100 * evaluation.recall(6), 100 * evaluation.accuracy());
    }

    /** The upper 14 to 28 rows of images [N, 28, 28], the class at each row [N, 28], and a mask of them [N, 28]. */
    private static DataSet sequences(byte[] images, byte[] labels, int[] chosen, Random random) {
        float[][][] columns = new float[chosen.length][28][28];
        float[][] classes = new float[chosen.length][28];
        int[] rows = new int[chosen.length];
        for (int n = 0; n < chosen.length; n++) {
            rows[n] = 14 + random.nextInt(15);
            Arrays.fill(classes[n], labels[chosen[n]]);
            for (int pixel = 0; pixel < 28 * rows[n]; pixel++) {
                columns[n][pixel % 28][pixel / 28] = (images[784 * chosen[n] + pixel] & 255) / 255f;
            }
        }
        INDArray mask = SequenceMasks.ofLengths(Nd4j.createFromArray(rows), 28);
        return new DataSet(Nd4j.createFromArray(columns), Nd4j.createFromArray(classes), mask, mask);
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
