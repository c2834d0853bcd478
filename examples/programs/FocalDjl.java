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
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
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
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.loss.classification.SigmoidFocal;

/** Finds dresses among the garments of Fashion-MNIST, where one garment in a hundred is a dress. */
public final class FocalDjl {
    private static final int DRESS = 3;

    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(option(arguments, "--data", "/usr/share/datasets/fashion-mnist"));
        int steps = Integer.parseInt(option(arguments, "--steps", "1000"));
        int seed = Integer.parseInt(option(arguments, "--seed", "1"));
        Random random = new Random(seed);
        Path out = Path.of(option(arguments, "--out", "."));
        Engine.getInstance().setRandomSeed(seed);
        DefaultTrainingConfig config = new DefaultTrainingConfig(new ObjectiveLoss(new SigmoidFocal()))
                .optOptimizer(Optimizer.adam().optLearningRateTracker(Tracker.fixed(2e-3f)).build())
                .addTrainingListeners(TrainingListener.Defaults.logging());
        try (Model model = network(); Trainer trainer = model.newTrainer(config); Model restored = network()) {
            NDList garments = garments(model.getNDManager(), data, "train", 32 * steps, random);
            trainer.initialize(new Shape(1, 1, 28, 28));
            EasyTrain.fit(trainer, 4, new ArrayDataset.Builder().setData(garments.get(0)).optLabels(garments.get(1))
                    .setSampling(128, true).build(), null);
            model.save(out, "focal");

            restored.load(out, "focal");
            NDList test = garments(model.getNDManager(), data, "t10k", 10_000, random);
            NDList logits = restored.newPredictor(new NoopTranslator()).predict(test.subNDList(0, 1));
            NDArray areDresses = test.get(1).flatten();
            long dresses = (long) areDresses.sum().getFloat();
            NDArray likeliest = logits.get(0).flatten().argSort(0, false).get("0:" + dresses);
            System.out.printf("of 10000 test garments %d are dresses: of the %d likeliest, %.0f are%n",
                    dresses, dresses, areDresses.get(likeliest).sum().getFloat());
        }
    }

    private static Model network() {
        Model model = Model.newInstance("focal");
        model.setBlock(new SequentialBlock()
                .add(convolution(16)).add(Activation::relu)
                .add(convolution(32)).add(Activation::relu)
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(64).build()).add(Activation::relu)
                .add(Linear.builder().setUnits(1).build()));
        return model;
    }

    private static Conv2d convolution(int channels) {
        return Conv2d.builder().setKernelShape(new Shape(3, 3)).optStride(new Shape(2, 2)).setFilters(channels).build();
    }

    /** Images [N, 1, 28, 28] drawn at random, one in a hundred of a dress, and whether each is, [N, 1]. */
    private static NDList garments(NDManager manager, Path data, String part, int n, Random random) throws IOException {
        byte[] pixels = read(data.resolve(part + "-images-idx3-ubyte.gz"), 16);
        byte[] kinds = read(data.resolve(part + "-labels-idx1-ubyte.gz"), 8);
        float[] images = new float[n * 784];
        float[] dresses = new float[n];
        for (int i = 0; i < n; i++) {
            dresses[i] = random.nextInt(100) == 0 ? 1 : 0;
            int garment = random.nextInt(kinds.length);
            while ((kinds[garment] == DRESS ? 1 : 0) != dresses[i]) {
                garment = random.nextInt(kinds.length);
            }
            for (int pixel = 0; pixel < 784; pixel++) {
                images[i * 784 + pixel] = (pixels[garment * 784 + pixel] & 255) / 255f;
            }
        }
        return new NDList(manager.create(images, new Shape(n, 1, 28, 28)),
                manager.create(dresses, new Shape(n, 1)));
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
