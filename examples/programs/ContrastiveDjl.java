///usr/bin/env jbang "$0" "$@" ; exit $?
//DEPS org.losses4j:losses4j-djl:0.1.0-SNAPSHOT org.slf4j:slf4j-simple:2.0.17
//RUNTIME_OPTIONS --add-modules jdk.incubator.vector
import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.losses4j.Loss;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.loss.classification.SparseCategoricalCrossEntropy;
import org.losses4j.loss.embedding.NtXent;

/** Learns features of Fashion-MNIST without labels, from two views of each image, then classes from 600 labels. */
public final class ContrastiveDjl {
    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(option(arguments, "--data", "/usr/share/datasets/fashion-mnist"));
        int steps = Integer.parseInt(option(arguments, "--steps", "600"));
        int seed = Integer.parseInt(option(arguments, "--seed", "1"));
        Random random = new Random(seed);
        Path out = Path.of(option(arguments, "--out", "."));
        byte[] images = read(data.resolve("train-images-idx3-ubyte.gz"), 16);
        byte[] labels = read(data.resolve("train-labels-idx1-ubyte.gz"), 8);
        byte[] testImages = read(data.resolve("t10k-images-idx3-ubyte.gz"), 16);
        byte[] testLabels = read(data.resolve("t10k-labels-idx1-ubyte.gz"), 8);
        int[] known = IntStream.range(0, Math.min(600, labels.length)).map(i -> labels[i]).toArray();
        int[] tested = IntStream.range(0, testLabels.length).toArray();
        Block learned = features();
        try (Model encoder = network(features()); Model probe = network(learned); Model scratch = network(features())) {
            encoder.getNDManager().getEngine().setRandomSeed(seed);
            train(encoder, new NtXent(0.2), images, IntStream.range(0, labels.length).toArray(), 2, steps, random);
            encoder.save(out, "contrastive");
            probe.load(out, "contrastive");
            learned.freezeParameters(true);
            for (Model model : List.of(probe, scratch)) {
                long[] classes = train(model, new SparseCategoricalCrossEntropy(), images, known, 1, steps, random)
                        .evaluate(pictures(model.getNDManager(), testImages, tested, false, random))
                        .head().argMax(1).toLongArray();
                long right = IntStream.of(tested).filter(i -> classes[i] == testLabels[i]).count();
                System.out.printf("%n600 labels, features learned %s: %.1f %% of the test images are right%n",
                        model == probe ? "without labels" : "from these labels", 100.0 * right / tested.length);
            }
        }
    }

    private static Block features() {
        return new SequentialBlock()
                .add(Conv2d.builder().setKernelShape(new Shape(3, 3)).optStride(new Shape(2, 2)).setFilters(32).build())
                .add(Activation::relu)
                .add(Conv2d.builder().setKernelShape(new Shape(3, 3)).optStride(new Shape(2, 2)).setFilters(64).build())
                .add(Activation::relu).add(Blocks.batchFlattenBlock());
    }

    private static Model network(Block features) {
        Model model = Model.newInstance("contrastive");
        model.setBlock(new SequentialBlock().add(features).add(Linear.builder().setUnits(10).build()));
        return model;
    }

    /** Trains on the images whose kinds are given, as they are or on two views of each, for n steps. */
    private static Trainer train(Model model, Loss loss, byte[] data, int[] kinds, int views, int n, Random random) {
        Trainer trainer = model.newTrainer(new DefaultTrainingConfig(new ObjectiveLoss(loss)));
        trainer.initialize(new Shape(1, 1, 28, 28));
        for (int step = 1; step <= n; step++) {
            try (NDManager batch = trainer.getManager().newSubManager(); var tape = trainer.newGradientCollector()) {
                int[] ids = random.ints(128, 0, kinds.length).flatMap(i -> IntStream.of(i, i).limit(views)).toArray();
                NDList targets = new NDList(batch.create(IntStream.of(ids).map(i -> kinds[i]).toArray()));
                NDList pictures = pictures(batch, data, ids, views > 1, random);
                var value = trainer.getLoss().evaluate(targets, trainer.forward(pictures));
                tape.backward(value);
                trainer.step();
                System.out.printf("\rstep %d of %d, loss %.4f ", step, n, value.getFloat());
            }
        }
        return trainer;
    }

    /** Images as they are, or each moved by up to two pixels, and mirrored or not. */
    private static NDList pictures(NDManager manager, byte[] images, int[] ids, boolean changed, Random random) {
        float[] pixels = new float[ids.length * 784];
        for (int i = 0; i < ids.length; i++) {
            int moved = changed ? 784 + 28 * (random.nextInt(5) - 2) + random.nextInt(5) - 2 : 784;
            boolean mirrored = changed && random.nextBoolean();
            for (int pixel = 0; pixel < 784; pixel++) {
                int from = mirrored ? pixel / 28 * 28 + 27 - pixel % 28 : pixel;
                pixels[784 * i + pixel] = (images[784 * ids[i] + (from + moved) % 784] & 255) / 255f;
            }
        }
        return new NDList(manager.create(pixels, new Shape(ids.length, 1, 28, 28)));
    }

    private static byte[] read(Path file, int header) throws IOException {
        try (var in = new GZIPInputStream(Files.newInputStream(file))) {
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
