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
import ai.djl.training.optimizer.Optimizer;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.djl.training.TrainingWatch;
import org.losses4j.loss.regression.Huber;

/** Measures the tilt of garments of Fashion-MNIST, though a tenth of its training angles are ten times too large. */
public final class HuberDjl {
    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(option(arguments, "--data", "/usr/share/datasets/fashion-mnist"));
        int steps = Integer.parseInt(option(arguments, "--steps", "5000"));
        int seed = Integer.parseInt(option(arguments, "--seed", "1"));
        Path out = Path.of(option(arguments, "--out", "."));
        byte[] images = read(data, "train-images-idx3-ubyte.gz");
        Engine.getInstance().setRandomSeed(seed);
        Random random = new Random(seed);
        // Errors larger than δ, about an ordinary one of 3 degrees, pull no harder than δ does.
        ObjectiveLoss huber = new ObjectiveLoss(new Huber(Math.toRadians(3)));
        DefaultTrainingConfig config = new DefaultTrainingConfig(huber).optOptimizer(Optimizer.adam().build());
        try (Model model = network(); Trainer trainer = model.newTrainer(config)) {
            trainer.initialize(new Shape(1, 784));
            TrainingWatch watch = new TrainingWatch();
            for (int step = 1; step <= steps; step++) {
                try (NDManager manager = trainer.getManager().newSubManager();
                        GradientCollector collector = trainer.newGradientCollector()) {
                    NDList batch = tilted(manager, images, 64, 0.1, random);
                    NDArray loss = huber.evaluate(batch.subNDList(1), trainer.forward(batch.subNDList(0, 1)));
                    collector.backward(loss);
                    trainer.step();
                    watch.step(loss.getFloat());
                    System.out.printf("\rstep %d of %d, loss %.4f ", step, steps, loss.getFloat());
                }
            }
            System.out.println();
            model.save(out, "huber");
        }

        try (Model restored = network(); NDManager manager = restored.getNDManager().newSubManager()) {
            restored.load(out, "huber");
            NDList test = tilted(manager, read(data, "t10k-images-idx3-ubyte.gz"), 1000, 0, random);
            NDList measured = restored.getBlock()
                    .forward(new ParameterStore(manager, false), test.subNDList(0, 1), false);
            System.out.printf("the tilt of garments is measured to %.1f degrees on average%n",
                    Math.toDegrees(measured.head().sub(test.get(1)).abs().mean().getFloat()));
        }
    }

    private static Model network() {
        Model model = Model.newInstance("huber");
        model.setBlock(new SequentialBlock()
                .add(Linear.builder().setUnits(256).build()).add(Activation.reluBlock())
                .add(Linear.builder().setUnits(64).build()).add(Activation.reluBlock())
                .add(Linear.builder().setUnits(1).build()));
        return model;
    }

    /** Garments [N, 784], each turned by a random angle, and the angles in radians [N, 1], a share of them wrong. */
    private static NDList tilted(NDManager manager, byte[] images, int number, double wrong, Random random) {
        float[] pixels = new float[number * 784];
        float[] angles = new float[number];
        for (int n = 0; n < number; n++) {
            int image = random.nextInt(images.length / 784);
            double angle = Math.toRadians(90 * random.nextDouble() - 45);
            for (int pixel = 0; pixel < 784; pixel++) {
                double x = pixel % 28 - 13.5;
                double y = pixel / 28 - 13.5;
                long column = Math.round(x * Math.cos(angle) + y * Math.sin(angle) + 13.5);
                long row = Math.round(y * Math.cos(angle) - x * Math.sin(angle) + 13.5);
                boolean inside = Math.min(row, column) >= 0 && Math.max(row, column) < 28;
                pixels[784 * n + pixel] = inside ? (images[(int) (784 * image + 28 * row + column)] & 255) / 255f : 0;
            }
            angles[n] = (float) (random.nextDouble() < wrong ? 10 * angle : angle);
        }
        return new NDList(manager.create(pixels, new Shape(number, 784)), manager.create(angles, new Shape(number, 1)));
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
