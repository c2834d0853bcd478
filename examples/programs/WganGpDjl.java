///usr/bin/env jbang "$0" "$@" ; exit $?
//DEPS org.losses4j:losses4j-djl:0.1.0-SNAPSHOT org.slf4j:slf4j-simple:2.0.17
//RUNTIME_OPTIONS --add-modules jdk.incubator.vector
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.optimizer.Optimizer;
import java.awt.image.BufferedImage;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;
import org.losses4j.Losses;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.djl.training.AdversarialTrainer;
import org.losses4j.djl.training.NoiseSource;

/** Makes new sneakers, by a generator and a critic that learn from the sneakers of Fashion-MNIST. */
public final class WganGpDjl {
    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(option(arguments, "--data", "/usr/share/datasets/fashion-mnist"));
        int steps = Integer.parseInt(option(arguments, "--steps", "1500"));
        int seed = Integer.parseInt(option(arguments, "--seed", "1"));
        Path out = Path.of(option(arguments, "--out", "."));
        Engine.getInstance().setRandomSeed(seed);
        float[][] sneakers = sneakers(data, "train");
        try (Model generator = network(784, Activation.sigmoidBlock()); Model critic = network(1);
                Trainer maker = trainer(generator, 32, "wasserstein_generator");
                Trainer judge = trainer(critic, 784, "wasserstein_critic");
                Model restored = network(784, Activation.sigmoidBlock())) {
            AdversarialTrainer trainer = AdversarialTrainer.builder(maker, judge, NoiseSource.normal(32))
                    .criticSteps(3).gradientPenalty(10).build();
            Random random = new Random(seed);
            double farthest = 0;
            for (int step = 1; step <= 3 * steps; step++) {
                try (NDManager manager = judge.getManager().newSubManager()) {
                    double distance = -trainer.trainBatch(manager.create(random.ints(64, 0, sneakers.length)
                            .mapToObj(i -> sneakers[i]).toArray(float[][]::new))).criticLoss();
                    farthest = Math.max(farthest, distance);
                    System.out.printf("\rstep %d of %d, distance %.2f ", step / 3, steps, distance);
                }
            }
            System.out.println();
            generator.save(out, "sneakers");

            restored.load(out, "sneakers");
            NDManager manager = restored.getNDManager();
            NDList noise = new NDList(manager.randomNormal(new Shape(128, 32)));
            NDList made = restored.getBlock().forward(new ParameterStore(manager, false), noise, false);
            NDList test = new NDList(manager.create(sneakers(data, "t10k")));
            System.out.printf("to the critic, made sneakers are %.2f away from test sneakers, and were %.2f at most%n",
                    judge.evaluate(test).head().mean().sub(judge.evaluate(made).head().mean()).getFloat(), farthest);
            float[] greys = made.head().reshape(8, 16, 28, 28).transpose(0, 2, 1, 3).sub(1).mul(-255).toFloatArray();
            BufferedImage picture = new BufferedImage(16 * 28, 8 * 28, BufferedImage.TYPE_BYTE_GRAY);
            picture.getRaster().setPixels(0, 0, 16 * 28, 8 * 28, greys);
            ImageIO.write(picture, "png", out.resolve("wgan.png").toFile());
        }
    }

    private static Model network(int outputs, Block... last) {
        Model model = Model.newInstance("sneakers");
        model.setBlock(new SequentialBlock()
                .add(Linear.builder().setUnits(256).build()).add(Activation.eluBlock(1))
                .add(Linear.builder().setUnits(256).build()).add(Activation.eluBlock(1))
                .add(Linear.builder().setUnits(outputs).build()).addAll(last));
        return model;
    }

    private static Trainer trainer(Model model, int inputs, String loss) {
        DefaultTrainingConfig config = new DefaultTrainingConfig(new ObjectiveLoss(Losses.of(loss))).optOptimizer(
                Optimizer.adam().optLearningRateTracker((name, step) -> 5e-4f).optBeta1(0.5f).optBeta2(0.9f).build());
        Trainer trainer = model.newTrainer(config);
        trainer.initialize(new Shape(1, inputs));
        return trainer;
    }

    /** The images of all sneakers in a part of the data: 784 numbers from 0 to 1 each. */
    private static float[][] sneakers(Path folder, String part) throws IOException {
        byte[] kinds = read(folder, part + "-labels-idx1-ubyte.gz");
        byte[] pixels = read(folder, part + "-images-idx3-ubyte.gz");
        float[][] all = new float[kinds.length][784];
        for (int i = 0; i < pixels.length; i++) {
            all[i / 784][i % 784] = (pixels[i] & 255) / 255f;
        }
        return IntStream.range(0, all.length).filter(i -> kinds[i] == 7).mapToObj(i -> all[i]).toArray(float[][]::new);
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
