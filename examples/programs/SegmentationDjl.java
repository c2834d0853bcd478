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
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.NoopTranslator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.losses4j.Objective;
import org.losses4j.djl.ObjectiveLoss;

/** Finds the pixels of bags in scenes of Fashion-MNIST: a bag and another garment, one of which covers the other. */
public final class SegmentationDjl {
    private static final int SIDE = 32;
    private static final int BAG = 8;

    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(option(arguments, "--data", "/usr/share/datasets/fashion-mnist"));
        int steps = Integer.parseInt(option(arguments, "--steps", "1000"));
        int seed = Integer.parseInt(option(arguments, "--seed", "1"));
        Random random = new Random(seed);
        Path out = Path.of(option(arguments, "--out", "."));
        Engine.getInstance().setRandomSeed(seed);
        var config = new DefaultTrainingConfig(new ObjectiveLoss(Objective.parse("dice(aggregate=batch)")))
                .optOptimizer(Optimizer.adam().optLearningRateTracker(Tracker.fixed(3e-3f)).build())
                .addTrainingListeners(TrainingListener.Defaults.logging());
        try (Model model = network(); Trainer trainer = model.newTrainer(config); Model restored = network()) {
            NDList scenes = scenes(model.getNDManager(), data, "train", 16 * steps, random);
            trainer.initialize(new Shape(1, 1, SIDE, SIDE));
            EasyTrain.fit(trainer, 1, new ArrayDataset.Builder().setData(scenes.get(0)).optLabels(scenes.get(1))
                    .setSampling(16, true).build(), null);
            model.save(out, "segmentation");

            restored.load(out, "segmentation");
            NDList test = scenes(model.getNDManager(), data, "t10k", 200, random);
            NDArray bags = test.get(1);
            NDList logits = restored.newPredictor(new NoopTranslator()).predict(test.subNDList(0, 1));
            NDArray found = logits.get(0).gt(0).toType(bags.getDataType(), false);
            float overlap = found.mul(bags).sum().getFloat() / found.maximum(bags).sum().getFloat();
            System.out.printf("what is found and the bags overlap by %.0f %%%n", 100 * overlap);
        }
    }

    /** A logit for each pixel, [N, H·W, 1]: overlap is counted by class, which is the last axis. */
    private static Model network() {
        Model model = Model.newInstance("segmentation");
        model.setBlock(new SequentialBlock()
                .add(convolution(16, 2)).add(Activation::relu).add(convolution(32, 2)).add(Activation::relu)
                .add(convolution(32, 1)).add(Activation::relu).addSingleton(half -> half.repeat(2, 2).repeat(3, 2))
                .add(convolution(16, 1)).add(Activation::relu).addSingleton(half -> half.repeat(2, 2).repeat(3, 2))
                .add(convolution(16, 1)).add(Activation::relu)
                .add(convolution(1, 1)).addSingleton(masks -> masks.reshape(-1, SIDE * SIDE, 1)));
        return model;
    }

    private static Conv2d convolution(int channels, int stride) {
        return Conv2d.builder().setKernelShape(new Shape(3, 3)).optPadding(new Shape(1, 1))
                .optStride(new Shape(stride, stride)).setFilters(channels).build();
    }

    /** Scenes [N, 1, 32, 32] of garments of half the size, and the masks [N, 1024, 1] of bags. */
    private static NDList scenes(NDManager manager, Path data, String part, int n, Random random) throws IOException {
        byte[] images = read(data.resolve(part + "-images-idx3-ubyte.gz"), 16);
        byte[] labels = read(data.resolve(part + "-labels-idx1-ubyte.gz"), 8);
        float[] scenes = new float[n * SIDE * SIDE];
        float[] bags = new float[scenes.length];
        for (int garment = 0; garment < 2 * n; garment++) {
            int image = random.nextInt(labels.length);
            while (garment % 2 == 0 && labels[image] != BAG) {
                image = random.nextInt(labels.length);
            }
            int left = random.nextInt(SIDE - 14);
            int top = garment / 2 * SIDE + random.nextInt(SIDE - 14);
            for (int pixel = 0; pixel < 14 * 14; pixel++) {
                int brightness = images[image * 784 + pixel / 14 * 56 + pixel % 14 * 2] & 255;
                if (brightness > 25) {
                    int at = (top + pixel / 14) * SIDE + left + pixel % 14;
                    scenes[at] = brightness / 255f;
                    bags[at] = labels[image] == BAG ? 1 : 0;
                }
            }
        }
        return new NDList(manager.create(scenes, new Shape(n, 1, SIDE, SIDE)),
                manager.create(bags, new Shape(n, SIDE * SIDE, 1)));
    }

    private static byte[] read(Path file, int header) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
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
