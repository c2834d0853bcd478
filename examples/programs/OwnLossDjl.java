///usr/bin/env jbang "$0" "$@" ; exit $?
//DEPS org.losses4j:losses4j-djl:0.1.0-SNAPSHOT org.slf4j:slf4j-simple:2.0.17
//RUNTIME_OPTIONS --add-modules jdk.incubator.vector
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
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
import java.util.zip.GZIPInputStream;
import org.losses4j.Objective;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.djl.training.TrainingWatch;
import org.losses4j.tensor.Tensor;

/** Estimates the weight of garments of Fashion-MNIST by a loss of its own, for which too light is ten times worse. */
public final class OwnLossDjl {
    /** Kilograms of a T-shirt, trousers, a pullover, a dress, a coat, sandals, a shirt, sneakers, a bag and boots. */
    private static final double[] WEIGHTS = {0.2, 0.5, 0.5, 0.4, 1.5, 0.4, 0.3, 0.8, 0.7, 1.2};

    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(option(arguments, "--data", "/usr/share/datasets/fashion-mnist"));
        int steps = Integer.parseInt(option(arguments, "--steps", "5000"));
        int seed = Integer.parseInt(option(arguments, "--seed", "1"));
        Path out = Path.of(option(arguments, "--out", "."));
        byte[] images = read(data, "train-images-idx3-ubyte.gz");
        byte[] labels = read(data, "train-labels-idx1-ubyte.gz");
        Engine.getInstance().setRandomSeed(seed);
        Random random = new Random(seed);
        ObjectiveLoss loss = new ObjectiveLoss(Objective.of(OwnLossDjl::tooLight));
        try (Model model = network(); Trainer trainer = model.newTrainer(new DefaultTrainingConfig(loss))) {
            trainer.initialize(new Shape(1, 784));
            TrainingWatch watch = new TrainingWatch();
            for (int step = 1; step <= steps; step++) {
                try (NDManager manager = trainer.getManager().newSubManager();
                        GradientCollector collector = trainer.newGradientCollector()) {
                    NDList batch = parcels(manager, images, labels, 64, random);
                    NDArray value = loss.evaluate(batch.subNDList(1), trainer.forward(batch.subNDList(0, 1)));
                    collector.backward(value);
                    trainer.step();
                    watch.step(value.getFloat());
                    System.out.printf("\rstep %d of %d, loss %.4f ", step, steps, value.getFloat());
                }
            }
            System.out.println();
            model.save(out, "own-loss");
        }
        try (Model restored = network(); NDManager manager = restored.getNDManager().newSubManager()) {
            restored.load(out, "own-loss");
            byte[] testImages = read(data, "t10k-images-idx3-ubyte.gz");
            NDList test = parcels(manager, testImages, read(data, "t10k-labels-idx1-ubyte.gz"), 5000, random);
            NDArray excess = restored.getBlock()
                    .forward(new ParameterStore(manager, false), test.subNDList(0, 1), false).head().sub(test.get(1));
            System.out.printf("%.0f %% of garments weigh more than estimated; the mean estimate is %.2f kg too high%n",
                    100.0 * excess.lt(0).countNonzero().getLong() / excess.size(), excess.mean().getFloat());
        }
    }

    /** The square of the error, ten times as much where the estimate is too light. */
    private static Tensor tooLight(Tensor estimate, Tensor weight) {
        Tensor missing = weight.sub(estimate);
        return missing.greater(0).where(missing.mul(10), missing).mul(missing);
    }

    private static Model network() {
        Model model = Model.newInstance("own-loss");
        model.setBlock(new SequentialBlock()
                .add(Linear.builder().setUnits(256).build()).add(Activation.reluBlock())
                .add(Linear.builder().setUnits(64).build()).add(Activation.reluBlock())
                .add(Linear.builder().setUnits(1).build()));
        return model;
    }

    /** Pictures of garments [N, 784] and their weights in kilograms [N, 1], which vary by 20 % within a class. */
    private static NDList parcels(NDManager manager, byte[] images, byte[] labels, int size, Random random) {
        float[] pixels = new float[size * 784];
        float[] weights = new float[size];
        for (int n = 0; n < size; n++) {
            int image = random.nextInt(labels.length);
            for (int pixel = 0; pixel < 784; pixel++) {
                pixels[784 * n + pixel] = (images[784 * image + pixel] & 255) / 255f;
            }
            weights[n] = (float) (WEIGHTS[labels[image]] * (1 + 0.2 * random.nextGaussian()));
        }
        return new NDList(manager.create(pixels, new Shape(size, 784)), manager.create(weights, new Shape(size, 1)));
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
