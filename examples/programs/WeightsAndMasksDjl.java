///usr/bin/env jbang "$0" "$@" ; exit $?
//DEPS org.losses4j:losses4j-djl:0.1.0-SNAPSHOT org.slf4j:slf4j-simple:2.0.17
//RUNTIME_OPTIONS --add-modules jdk.incubator.vector
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.losses4j.Objective;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.loss.classification.SparseCategoricalCrossEntropy;

/** Names garments of Fashion-MNIST from the upper rows of their images, with few coats and shirts to learn from. */
public final class WeightsAndMasksDjl {
    /** One in so many images of each class is known in training: coats, class 4, and shirts, class 6, are rare. */
    private static final double[] EVERY = {1, 1, 1, 1, 10, 1, 10, 1, 1, 1};

    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(option(arguments, "--data", "/usr/share/datasets/fashion-mnist"));
        int steps = Integer.parseInt(option(arguments, "--steps", "2000"));
        int seed = Integer.parseInt(option(arguments, "--seed", "1"));
        Path out = Path.of(option(arguments, "--out", "."));
        byte[] images = read(data, "train-images-idx3-ubyte.gz");
        byte[] labels = read(data, "train-labels-idx1-ubyte.gz");
        Engine.getInstance().setRandomSeed(seed);
        Random random = new Random(seed);
        Objective objective = Objective.of(new SparseCategoricalCrossEntropy()).fix("class_weights", EVERY);
        ObjectiveLoss loss = ObjectiveLoss.builder(objective).labels("target", "valid_lengths").build();
        try (Model model = network(); Trainer trainer = model.newTrainer(new DefaultTrainingConfig(loss))) {
            trainer.initialize(new Shape(1, 28, 28));
            for (int step = 1; step <= steps; step++) {
                int[] chosen = random.ints(0, labels.length).filter(i -> i % EVERY[labels[i]] == 0).limit(64).toArray();
                try (var manager = NDManager.newBaseManager(); var collector = trainer.newGradientCollector()) {
                    NDList batch = sequences(manager, images, labels, chosen, random);
                    NDArray value = loss.evaluate(batch.subNDList(1), trainer.forward(batch.subNDList(0, 1)));
                    collector.backward(value);
                    trainer.step();
                    System.out.printf("\rstep %d of %d, loss %.4f ", step, steps, value.getFloat());
                }
            }
            System.out.println();
            model.save(out, "weights-and-masks");
        }
        try (Model restored = network(); NDManager manager = restored.getNDManager().newSubManager()) {
            restored.load(out, "weights-and-masks");
            byte[] testLabels = read(data, "t10k-labels-idx1-ubyte.gz");
            int[] all = IntStream.range(0, testLabels.length).toArray();
            NDList test = sequences(manager, read(data, "t10k-images-idx3-ubyte.gz"), testLabels, all, random);
            long[] named = restored.getBlock().forward(new ParameterStore(manager, false), test.subNDList(0, 1), false)
                    .head().argMax(2).toLongArray();
            double[] seen = new double[10];
            double[] right = new double[10];
            for (int n : all) {
                seen[testLabels[n]]++;
                right[testLabels[n]] += named[28 * n + test.get(2).getInt(n) - 1] == testLabels[n] ? 1 : 0;
            }
            System.out.printf("of rare coats %.0f %% are recognised, of rare shirts %.0f %%, of all garments %.0f %%%n",
                    100 * right[4] / seen[4], 100 * right[6] / seen[6], 100 * Arrays.stream(right).sum() / all.length);
        }
    }

    private static Model network() {
        Model model = Model.newInstance("weights-and-masks");
        model.setBlock(new SequentialBlock().add(LSTM.builder().setStateSize(64).setNumLayers(1).build())
                .add(Linear.builder().setUnits(10).build()));
        return model;
    }

    /** The upper 14 to 28 rows of images [N, 28, 28], the class at each row [N, 28], and the number of rows [N]. */
    private static NDList sequences(NDManager manager, byte[] images, byte[] labels, int[] chosen, Random random) {
        float[] pixels = new float[chosen.length * 784];
        float[] classes = new float[chosen.length * 28];
        int[] rows = new int[chosen.length];
        for (int n = 0; n < chosen.length; n++) {
            rows[n] = 14 + random.nextInt(15);
            Arrays.fill(classes, 28 * n, 28 * (n + 1), labels[chosen[n]]);
            for (int pixel = 0; pixel < 28 * rows[n]; pixel++) {
                pixels[784 * n + pixel] = (images[784 * chosen[n] + pixel] & 255) / 255f;
            }
        }
        return new NDList(manager.create(pixels, new Shape(chosen.length, 28, 28)),
                manager.create(classes, new Shape(chosen.length, 28)), manager.create(rows));
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
