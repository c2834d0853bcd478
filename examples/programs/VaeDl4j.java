///usr/bin/env jbang "$0" "$@" ; exit $?
//DEPS org.losses4j:losses4j-dl4j:0.1.0-SNAPSHOT org.nd4j:nd4j-native-platform:1.0.0-M2.1 org.slf4j:slf4j-simple:2.0.17
//RUNTIME_OPTIONS --add-modules jdk.incubator.vector
import java.awt.image.BufferedImage;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.losses4j.Objective;
import org.losses4j.dl4j.ObjectiveGraphs;
import org.losses4j.dl4j.SamplingVertex;
import org.losses4j.dl4j.watch.TrainingWatch;
import org.losses4j.loss.generative.Vae;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Learns to describe garments of Fashion-MNIST by eight numbers each, and makes new garments of random numbers. */
public final class VaeDl4j {
    public static void main(String[] arguments) throws IOException {
        Path data = Path.of(option(arguments, "--data", "/usr/share/datasets/fashion-mnist"));
        int steps = Integer.parseInt(option(arguments, "--steps", "5000"));
        int seed = Integer.parseInt(option(arguments, "--seed", "1"));
        Path out = Path.of(option(arguments, "--out", "."));
        byte[] garments = read(data, "train-images-idx3-ubyte.gz");
        ComputationGraph network = new ComputationGraph(autoencoder(seed).build());
        network.init();
        network.addListeners(new TrainingWatch());
        Random random = new Random(seed);
        for (int step = 1; step <= steps; step++) {
            network.fit(ObjectiveGraphs.data(images(garments, random.ints(128, 0, garments.length / 784).toArray())));
            System.out.printf("\rstep %d of %d, loss %.1f ", step, steps, network.score());
        }
        System.out.println();
        network.save(out.resolve("vae.zip").toFile());

        ComputationGraph restored = ComputationGraph.load(out.resolve("vae.zip").toFile(), false);
        byte[] unseen = read(data, "t10k-images-idx3-ubyte.gz");
        INDArray test = images(unseen, IntStream.range(0, unseen.length / 784).toArray());
        double bound = restored.score(ObjectiveGraphs.data(test), true); // true: of drawn numbers, which it is about
        System.out.printf("the bound of test garments is %.1f nats each%n", bound);
        INDArray some = test.get(NDArrayIndex.interval(0, 16), NDArrayIndex.all());
        INDArray again = restored.feedForward(some, true).get("decoded");
        INDArray made = Nd4j.randn(96, 8);
        for (String layer : List.of("decoder-1", "decoder-2", "decoded")) {
            made = restored.getLayer(layer).activate(made, false, LayerWorkspaceMgr.noWorkspaces());
        }
        INDArray shown = Nd4j.vstack(some, Transforms.sigmoid(Nd4j.vstack(again, made)));
        INDArray greys = shown.reshape(8, 16, 28, 28).permute(0, 2, 1, 3).sub(1).mul(-255);
        BufferedImage picture = new BufferedImage(16 * 28, 8 * 28, BufferedImage.TYPE_BYTE_GRAY);
        picture.getRaster().setPixels(0, 0, 16 * 28, 8 * 28, greys.ravel().toFloatVector());
        ImageIO.write(picture, "png", out.resolve("vae.png").toFile());
    }

    private static GraphBuilder autoencoder(int seed) {
        GraphBuilder graph = new NeuralNetConfiguration.Builder().seed(seed).updater(new Adam(1e-3))
                .activation(Activation.RELU).weightInit(WeightInit.RELU)
                .graphBuilder().addInputs("image").setInputTypes(InputType.feedForward(784))
                .addLayer("encoder-1", new DenseLayer.Builder().nOut(512).build(), "image")
                .addLayer("encoder-2", new DenseLayer.Builder().nOut(256).build(), "encoder-1")
                .addLayer("mean", linear(8), "encoder-2")
                .addLayer("log_variance", linear(8), "encoder-2")
                .addVertex("latent", new SamplingVertex(), "mean", "log_variance")
                .addLayer("decoder-1", new DenseLayer.Builder().nOut(256).build(), "latent")
                .addLayer("decoder-2", new DenseLayer.Builder().nOut(512).build(), "decoder-1")
                .addLayer("decoded", linear(784), "decoder-2");
        Objective vae = Objective.of(new Vae(Vae.Reconstruction.BINARY_CROSS_ENTROPY, 1));
        return ObjectiveGraphs.add(graph, "vae", vae, Map.of("prediction", "decoded", "target", "image",
                        "mean", "mean", "log_variance", "log_variance")).setOutputs("vae");
    }

    private static DenseLayer linear(int units) {
        return new DenseLayer.Builder().nOut(units).activation(Activation.IDENTITY).build();
    }

    /** The chosen images [N, 784], of numbers from 0 to 1. */
    private static INDArray images(byte[] pixels, int[] chosen) {
        float[] images = new float[chosen.length * 784];
        for (int i = 0; i < images.length; i++) {
            images[i] = (pixels[784 * chosen[i / 784] + i % 784] & 255) / 255f;
        }
        return Nd4j.create(images, new long[] {chosen.length, 784});
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
