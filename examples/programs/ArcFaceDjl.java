///usr/bin/env jbang "$0" "$@" ; exit $?
//DEPS org.losses4j:losses4j-djl:0.1.0-SNAPSHOT org.slf4j:slf4j-simple:2.0.17
//RUNTIME_OPTIONS --add-modules jdk.incubator.vector
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.djl.nn.CosineLinear;
import org.losses4j.loss.embedding.ArcFace;

/** Classifies Fashion-MNIST by angles with a margin, and finds garments of one class by the embedding. */
public final class ArcFaceDjl {
    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(option(arguments, "--data", "/usr/share/datasets/fashion-mnist"));
        int steps = Integer.parseInt(option(arguments, "--steps", "1500"));
        int seed = Integer.parseInt(option(arguments, "--seed", "1"));
        Path out = Path.of(option(arguments, "--out", "."));
        byte[] images = read(data, "train-images-idx3-ubyte.gz");
        byte[] labels = read(data, "train-labels-idx1-ubyte.gz");
        Random random = new Random(seed);
        ObjectiveLoss arcFace = new ObjectiveLoss(new ArcFace(0.5, 16));
        try (NDManager manager = NDManager.newBaseManager(); Model model = network(); Model restored = network();
                Trainer trainer = model.newTrainer(new DefaultTrainingConfig(arcFace))) {
            manager.getEngine().setRandomSeed(seed);
            trainer.initialize(new Shape(1, 1, 28, 28));
            for (int step = 1; step <= steps; step++) {
                try (NDManager arrays = manager.newSubManager();
                        GradientCollector collector = trainer.newGradientCollector()) {
                    NDList batch = examples(arrays, images, labels, random.ints(128, 0, labels.length).toArray());
                    NDArray loss = arcFace.evaluate(batch.subNDList(1), trainer.forward(batch.subNDList(0, 1)));
                    collector.backward(loss);
                    trainer.step();
                    System.out.printf("\rstep %d of %d, loss %.4f ", step, steps, loss.getFloat());
                }
            }
            model.save(out, "arcface");
            restored.load(out, "arcface");
            byte[] testImages = read(data, "t10k-images-idx3-ubyte.gz");
            byte[] testLabels = read(data, "t10k-labels-idx1-ubyte.gz");
            NDList test = examples(manager, testImages, testLabels, IntStream.range(0, testLabels.length).toArray());
            ParameterStore store = new ParameterStore(manager, false);
            NDList points = restored.getBlock().getChildren().valueAt(0).forward(store, test.subNDList(0, 1), false);
            NDArray classified = restored.getBlock().forward(store, test.subNDList(0, 1), false).head().argMax(1);
            System.out.printf("%n%.1f %% of the test images are classified right%n", 
                    100.0 * classified.eq(test.get(1)).countNonzero().getLong() / testLabels.length);
            reportLikeness("by the embedding", points.head().get(":2000"), test.get(1).get(":2000"));
            reportLikeness("by the pixels", test.head().reshape(-1, 784).get(":2000"), test.get(1).get(":2000"));
        }
    }

    private static Model network() {
        SequentialBlock encoder = new SequentialBlock()
                .add(Conv2d.builder().setKernelShape(new Shape(5, 5)).optStride(new Shape(2, 2)).setFilters(32).build())
                .add(Activation.reluBlock()).add(Blocks.batchFlattenBlock()).add(Linear.builder().setUnits(128).build())
                .add(Activation.reluBlock()).add(Linear.builder().setUnits(16).build());
        Model model = Model.newInstance("arcface");
        model.setBlock(new SequentialBlock().add(encoder).add(new CosineLinear(10)));
        return model;
    }

    private static NDList examples(NDManager manager, byte[] images, byte[] labels, int[] chosen) {
        float[] pixels = new float[chosen.length * 784];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (images[chosen[i / 784] * 784 + i % 784] & 255) / 255f;
        }
        long[] classes = IntStream.of(chosen).mapToLong(i -> labels[i]).toArray();
        return new NDList(manager.create(pixels, new Shape(chosen.length, 1, 28, 28)), manager.create(classes));
    }

    private static void reportLikeness(String by, NDArray points, NDArray classes) {
        NDArray directions = points.normalize(2, 1);
        NDArray cosines = directions.matMul(directions.transpose());
        NDArray same = classes.reshape(-1, 1).eq(classes);
        NDArray different = cosines.get(same.logicalNot()).sort();
        NDArray found = cosines.get(same).gt(different.get(different.size() * 99 / 100));
        NDArray right = classes.get(cosines.argSort(1, false).get(":, 1")).eq(classes);
        System.out.printf("%s %.1f %% are nearest to one of their class; at 1 %% false alarms %.1f %% of pairs show%n",
                by, 100.0 * right.countNonzero().getLong() / right.size(),
                100.0 * found.countNonzero().getLong() / found.size());
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
