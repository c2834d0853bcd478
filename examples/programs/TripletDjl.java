///usr/bin/env jbang "$0" "$@" ; exit $?
//DEPS org.losses4j:losses4j-djl:0.1.0-SNAPSHOT org.slf4j:slf4j-simple:2.0.17
//RUNTIME_OPTIONS --add-modules jdk.incubator.vector
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
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
import org.losses4j.Losses;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.djl.nn.L2Normalize;

/** Learns to embed grainy pictures of seven classes of Fashion-MNIST, and tells three unseen classes apart by it. */
public final class TripletDjl {
    private static final int SEEN = 7;

    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(option(arguments, "--data", "/usr/share/datasets/fashion-mnist"));
        int steps = Integer.parseInt(option(arguments, "--steps", "600"));
        int seed = Integer.parseInt(option(arguments, "--seed", "1"));
        Path out = Path.of(option(arguments, "--out", "."));
        byte[] images = read(data, "train-images-idx3-ubyte.gz");
        byte[] labels = read(data, "train-labels-idx1-ubyte.gz");
        Random random = new Random(seed);
        ObjectiveLoss triplet = new ObjectiveLoss(Losses.of("batch_hard_triplet(distance=cosine, positives=easy)"));
        try (Model model = network();
                Model restored = network();
                Trainer trainer = model.newTrainer(new DefaultTrainingConfig(triplet))) {
            trainer.getManager().getEngine().setRandomSeed(seed);
            trainer.initialize(new Shape(1, 1, 28, 28));
            for (int step = 1; step <= steps; step++) {
                int[] batch = IntStream.range(0, SEEN * 32)
                        .map(i -> random.ints(0, labels.length).filter(j -> labels[j] == i % SEEN).findAny().getAsInt())
                        .toArray();
                try (NDManager manager = trainer.getManager().newSubManager();
                        GradientCollector collector = trainer.newGradientCollector()) {
                    NDArray classes = manager.create(IntStream.of(batch).map(i -> labels[i]).toArray());
                    NDList pictures = grainy(manager, images, batch, random);
                    NDArray loss = triplet.evaluate(new NDList(classes), trainer.forward(pictures));
                    collector.backward(loss);
                    trainer.step();
                    System.out.printf("\rstep %d of %d, loss %.4f ", step, steps, loss.getFloat());
                }
            }
            System.out.println();
            model.save(out, "triplet");
            restored.load(out, "triplet");
            byte[] testLabels = read(data, "t10k-labels-idx1-ubyte.gz");
            int[] unseen = IntStream.range(0, testLabels.length).filter(i -> testLabels[i] >= SEEN).toArray();
            NDManager manager = trainer.getManager();
            NDArray classes = manager.create(IntStream.of(unseen).map(i -> testLabels[i]).toArray());
            NDList pixels = grainy(manager, read(data, "t10k-images-idx3-ubyte.gz"), unseen, random);
            NDList embeddings = restored.getBlock().forward(new ParameterStore(manager, false), pixels, false);
            report("the embedding", embeddings.head(), classes);
            report("the pixels", pixels.head().reshape(-1, 784), classes);
        }
    }

    private static Model network() {
        Model model = Model.newInstance("triplet");
        model.setBlock(new SequentialBlock()
                .add(Conv2d.builder().setKernelShape(new Shape(7, 7)).optStride(new Shape(3, 3)).setFilters(32).build())
                .add(Activation.reluBlock()).add(Blocks.batchFlattenBlock()).add(L2Normalize.head(64)));
        return model;
    }

    private static NDList grainy(NDManager manager, byte[] images, int[] chosen, Random random) {
        float[] pixels = new float[chosen.length * 784];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (images[chosen[i / 784] * 784 + i % 784] & 255) / 255f + (float) random.nextGaussian();
        }
        return new NDList(manager.create(pixels, new Shape(chosen.length, 1, 28, 28)));
    }

    /** Prints how many points have one of their class nearest, and the nearest of one. */
    private static void report(String by, NDArray points, NDArray classes) {
        NDArray distances = points.square().sum(new int[] {1}).sub(points.matMul(points.transpose()).mul(2));
        NDArray nearest = classes.get(new NDIndex("{}", distances.argSort(1, true)));
        double right = 100.0 * nearest.get(":, 1").eq(classes).countNonzero().getLong() / classes.size();
        System.out.printf("by %s %.1f %% of unseen garments are nearest to one of their class; nearest to a %d: %s%n",
                by, right, classes.getInt(1), IntStream.of(nearest.get("1, 1:6").toIntArray()).boxed().toList());
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
