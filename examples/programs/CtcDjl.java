///usr/bin/env jbang "$0" "$@" ; exit $?
//DEPS org.losses4j:losses4j-djl:0.1.0-SNAPSHOT org.slf4j:slf4j-simple:2.0.17
//RUNTIME_OPTIONS --add-modules jdk.incubator.vector
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv1d;
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
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.losses4j.Objective;
import org.losses4j.decode.CtcGreedyDecoder;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.loss.sequence.Ctc;
import org.losses4j.tensor.ReferenceTensor;

/** Reads strips of garments of Fashion-MNIST from left to right, trained without being told where each garment is. */
public final class CtcDjl {
    /** What each label is read as: 1 for tops and dresses, 2 trousers, 3 shoes, 4 bags; 0 is CTC's blank. */
    private static final String KINDS = "1211131343";

    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(option(arguments, "--data", "/usr/share/datasets/fashion-mnist"));
        int steps = Integer.parseInt(option(arguments, "--steps", "3000"));
        int seed = Integer.parseInt(option(arguments, "--seed", "1"));
        Random random = new Random(seed);
        Path out = Path.of(option(arguments, "--out", "."));
        Engine.getInstance().setRandomSeed(seed);
        DefaultTrainingConfig config = new DefaultTrainingConfig(
                        ObjectiveLoss.builder(Objective.of(new Ctc())).labels("target", "target_lengths").build())
                .optOptimizer(Optimizer.adam().optLearningRateTracker(Tracker.fixed(2e-3f)).build())
                .addTrainingListeners(TrainingListener.Defaults.logging());
        try (Model model = network(); Trainer trainer = model.newTrainer(config); Model restored = network()) {
            NDList strips = strips(model.getNDManager(), data, "train", 32 * steps, random);
            trainer.initialize(new Shape(1, 14, 90));
            EasyTrain.fit(trainer, 1, new ArrayDataset.Builder().setData(strips.get(0))
                    .optLabels(strips.get(1), strips.get(2)).setSampling(32, true).build(), null);
            model.save(out, "ctc");

            restored.load(out, "ctc");
            NDList test = strips(model.getNDManager(), data, "t10k", 320, random);
            NDArray logits = restored.newPredictor(new NoopTranslator()).predict(test.subNDList(0, 1)).get(0);
            double[] values = logits.toType(DataType.FLOAT64, false).toDoubleArray();
            var read = new CtcGreedyDecoder().decode(ReferenceTensor.of(values, 320, values.length / 5 / 320, 5));
            int right = 0;
            for (int strip = 0; strip < 320; strip++) {
                int[] labels = read.get(strip).get(0).labels().stream().mapToInt(Integer::intValue).toArray();
                right += Arrays.equals(Arrays.copyOf(labels, 5), test.get(1).get(strip).toIntArray()) ? 1 : 0;
            }
            System.out.printf("of 320 test strips %.1f %% are read without an error%n", right / 3.2);
        }
    }

    /** The logits [N, T, 5] of the kinds in each of T frames. */
    private static Model network() {
        Model model = Model.newInstance("ctc");
        model.setBlock(new SequentialBlock()
                .add(Conv1d.builder().setKernelShape(new Shape(7)).optStride(new Shape(3)).setFilters(64).build())
                .add(Activation.reluBlock())
                .add(Conv1d.builder().setKernelShape(new Shape(5)).setFilters(64).build()).add(Activation.reluBlock())
                .add(Conv1d.builder().setKernelShape(new Shape(1)).setFilters(5).build())
                .addSingleton(channelsFirst -> channelsFirst.transpose(0, 2, 1)));
        return model;
    }

    /** Strips [N, 14, 90] of two to five garments of half the size, their classes [N, 5] and numbers [N]. */
    private static NDList strips(NDManager manager, Path data, String part, int n, Random random) throws IOException {
        byte[] images = read(data.resolve(part + "-images-idx3-ubyte.gz"), 16);
        byte[] labels = read(data.resolve(part + "-labels-idx1-ubyte.gz"), 8);
        float[] strips = new float[n * 14 * 90];
        int[] classes = new int[n * 5];
        int[] lengths = random.ints(n, 2, 6).toArray();
        for (int strip = 0; strip < n; strip++) {
            for (int i = 0, left = 0; i < lengths[strip]; i++, left += 14 + random.nextInt(5)) {
                int image = random.nextInt(labels.length);
                classes[strip * 5 + i] = KINDS.charAt(labels[image]) - '0';
                for (int pixel = 0; pixel < 14 * 14; pixel++) {
                    int brightness = images[image * 784 + pixel / 14 * 56 + pixel % 14 * 2] & 255;
                    strips[(strip * 14 + pixel / 14) * 90 + left + pixel % 14] = brightness / 255f;
                }
            }
        }
        return new NDList(manager.create(strips, new Shape(n, 14, 90)),
                manager.create(classes, new Shape(n, 5)), manager.create(lengths));
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
