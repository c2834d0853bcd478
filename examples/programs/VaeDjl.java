///usr/bin/env jbang "$0" "$@" ; exit $?
//DEPS org.losses4j:losses4j-djl:0.1.0-SNAPSHOT org.slf4j:slf4j-simple:2.0.17
//RUNTIME_OPTIONS --add-modules jdk.incubator.vector
import ai.djl.Model;
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
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.djl.nn.GaussianLatent;
import org.losses4j.djl.nn.VariationalAutoencoder;
import org.losses4j.djl.training.TrainingWatch;
import org.losses4j.loss.generative.Vae;

/** Learns to describe garments of Fashion-MNIST by eight numbers each, and makes new garments of random numbers. */
public final class VaeDjl {
    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(option(arguments, "--data", "/usr/share/datasets/fashion-mnist"));
        int steps = Integer.parseInt(option(arguments, "--steps", "5000"));
        int seed = Integer.parseInt(option(arguments, "--seed", "1"));
        Path out = Path.of(option(arguments, "--out", "."));
        byte[] garments = read(data, "train-images-idx3-ubyte.gz");
        ObjectiveLoss vae = new ObjectiveLoss(new Vae(Vae.Reconstruction.BINARY_CROSS_ENTROPY, 1));
        DefaultTrainingConfig config = new DefaultTrainingConfig(vae).optOptimizer(Optimizer.adam().build());
        try (Model model = model(); Trainer trainer = model.newTrainer(config)) {
            trainer.getManager().getEngine().setRandomSeed(seed);
            trainer.initialize(new Shape(1, 784));
            TrainingWatch watch = new TrainingWatch();
            Random random = new Random(seed);
            for (int step = 1; step <= steps; step++) {
                try (NDManager manager = trainer.getManager().newSubManager();
                        GradientCollector collector = trainer.newGradientCollector()) {
                    NDList batch = images(manager, garments, random.ints(128, 0, garments.length / 784).toArray());
                    NDArray loss = vae.evaluate(batch, trainer.forward(batch));
                    collector.backward(loss);
                    trainer.step();
                    watch.step(loss.getFloat());
                    System.out.printf("\rstep %d of %d, loss %.1f ", step, steps, loss.getFloat());
                }
            }
            System.out.println();
            model.save(out, "vae");
        }

        try (Model model = model(); NDManager manager = model.getNDManager().newSubManager()) {
            model.load(out, "vae");
            VariationalAutoencoder restored = (VariationalAutoencoder) model.getBlock();
            ParameterStore store = new ParameterStore(manager, false);
            byte[] unseen = read(data, "t10k-images-idx3-ubyte.gz");
            NDList test = images(manager, unseen, IntStream.range(0, unseen.length / 784).toArray());
            NDList decoded = restored.forward(store, test, true); // true: of drawn numbers, which the bound is about
            System.out.printf("the bound of test garments is %.1f nats each%n", vae.evaluate(test, decoded).getFloat());
            NDList made = restored.decoder().forward(store, new NDList(manager.randomNormal(new Shape(96, 8))), false);
            NDArray again = Activation.sigmoid(decoded.head().get(":16").concat(made.head()));
            NDArray shown = test.head().get(":16").concat(again).reshape(8, 16, 28, 28).transpose(0, 2, 1, 3);
            BufferedImage picture = new BufferedImage(16 * 28, 8 * 28, BufferedImage.TYPE_BYTE_GRAY);
            picture.getRaster().setPixels(0, 0, 16 * 28, 8 * 28, shown.sub(1).mul(-255).toFloatArray());
            ImageIO.write(picture, "png", out.resolve("vae.png").toFile());
        }
    }

    private static Model model() {
        SequentialBlock encoder = dense(512).add(dense(256));
        SequentialBlock decoder = dense(256).add(dense(512)).add(Linear.builder().setUnits(784).build());
        Model model = Model.newInstance("vae");
        model.setBlock(new VariationalAutoencoder(encoder, 8, new GaussianLatent(), decoder));
        return model;
    }

    private static SequentialBlock dense(int units) {
        return new SequentialBlock().add(Linear.builder().setUnits(units).build()).add(Activation.reluBlock());
    }

    /** The chosen images [N, 784], of numbers from 0 to 1. */
    private static NDList images(NDManager manager, byte[] pixels, int[] chosen) {
        float[] images = new float[chosen.length * 784];
        for (int i = 0; i < images.length; i++) {
            images[i] = (pixels[784 * chosen[i / 784] + i % 784] & 255) / 255f;
        }
        return new NDList(manager.create(images, new Shape(chosen.length, 784)));
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
