package org.losses4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.losses4j.Objective;
import org.losses4j.dl4j.watch.TrainingWatch;
import org.losses4j.loss.classification.CategoricalCrossEntropy;
import org.losses4j.loss.classification.SparseCategoricalCrossEntropy;
import org.losses4j.loss.sequence.Ctc;
import org.losses4j.watch.EmptyEpoch;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;

/** Step by step, and in pieces of a sequence, our layer is what RnnOutputLayer is. */
class RecurrentNetworksTest {
    private static final int N = 4;
    private static final int T = 7;
    private static final int PIECE = 3;
    private static final int CLASSES = 3;
    private final INDArray features = Examples.normal(new Random(1), N, 2, T);
    private final INDArray indices = indices();

    private static INDArray indices() {
        Random random = new Random(2);
        double[] values = random.ints(N * T, 0, CLASSES).asDoubleStream().toArray();
        return Nd4j.create(values, new long[] {N, T}, DataType.DOUBLE);
    }

    private INDArray oneHot() {
        INDArray labels = Nd4j.zeros(DataType.DOUBLE, N, CLASSES, T);
        for (int n = 0; n < N; n++) {
            for (int t = 0; t < T; t++) {
                labels.putScalar(new int[] {n, indices.getInt(n, t), t}, 1);
            }
        }
        return labels;
    }

    private static MultiLayerNetwork network(Layer last, boolean truncated) {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(0.1))
                .list()
                .layer(new LSTM.Builder().nOut(5).build())
                .layer(last)
                .setInputType(InputType.recurrent(2, RNNFormat.NCW));
        if (truncated) {
            list.backpropType(BackpropType.TruncatedBPTT).tBPTTLength(PIECE);
        }
        MultiLayerNetwork network = new MultiLayerNetwork(list.build());
        network.init();
        return network;
    }

    private static ComputationGraph graph(Layer last, boolean truncated) {
        var builder = new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("in")
                .addLayer("lstm", new LSTM.Builder().nOut(5).build(), "in")
                .addLayer("out", last, "lstm")
                .setOutputs("out")
                .setInputTypes(InputType.recurrent(2, RNNFormat.NCW));
        if (truncated) {
            builder.backpropType(BackpropType.TruncatedBPTT)
                    .tBPTTForwardLength(PIECE)
                    .tBPTTBackwardLength(PIECE);
        }
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        return graph;
    }

    private static Layer ours() {
        return new ObjectiveOutputLayer.Builder(new CategoricalCrossEntropy())
                .nOut(CLASSES)
                .build();
    }

    private static Layer theirs() {
        return new RnnOutputLayer.Builder(new ObjectiveLoss(new CategoricalCrossEntropy()))
                .nOut(CLASSES)
                .build();
    }

    private static Layer sparse() {
        return new ObjectiveOutputLayer.Builder(new SparseCategoricalCrossEntropy())
                .nOut(CLASSES)
                .build();
    }

    @Test
    void aSingleStepHasTheShapeOfDeeplearning4jsOwn() {
        MultiLayerNetwork network = network(ours(), false);
        MultiLayerNetwork other = network(theirs(), false);
        ComputationGraph graph = graph(ours(), false);
        network.setParams(other.params());
        graph.setParams(other.params());
        for (int t = 0; t < T; t++) {
            INDArray step = features.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(t));
            INDArray wanted = other.rnnTimeStep(step);
            assertArrayEquals(new long[] {N, CLASSES}, wanted.shape());
            assertEquals(wanted, network.rnnTimeStep(step));
            assertEquals(wanted, graph.rnnTimeStep(step)[0]);
        }
        network.rnnClearPreviousState();
        assertArrayEquals(
                new long[] {N, CLASSES, T}, network.rnnTimeStep(features).shape());
    }

    /** What is behind a dense layer is no sequence. */
    @Test
    void withoutSequencesTheShapeStays() {
        MultiLayerNetwork network = Networks.of(ours());
        INDArray vectors = Networks.features(N);
        assertEquals(network.output(vectors), network.rnnTimeStep(vectors));
    }

    /** A dense layer between makes rows of the steps; behind it there are sequences again, as for RnnOutputLayer. */
    @ParameterizedTest
    @EnumSource(RNNFormat.class)
    void behindADenseLayerThereAreSequencesAgain(RNNFormat format) {
        boolean last = format == RNNFormat.NWC;
        INDArray in = last ? features.permute(0, 2, 1).dup('c') : features;
        INDArray labels = last ? oneHot().permute(0, 2, 1).dup('c') : oneHot();
        INDArray mask = Nd4j.ones(DataType.DOUBLE, N, T).putScalar(1, T - 1, 0);
        List<MultiLayerNetwork> networks = new ArrayList<>();
        for (Layer output : List.of(ours(), theirs())) {
            MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                    .seed(3)
                    .dataType(DataType.DOUBLE)
                    .updater(new Sgd(0.1))
                    .list()
                    .layer(new LSTM.Builder().nOut(5).build())
                    .layer(new DenseLayer.Builder().nOut(4).build())
                    .layer(output)
                    .setInputType(InputType.recurrent(2, format))
                    .build());
            network.init();
            networks.add(network);
        }
        MultiLayerNetwork ours = networks.get(0);
        MultiLayerNetwork theirs = networks.get(1);
        theirs.setParams(ours.params());
        assertEquals(theirs.output(in), ours.output(in));
        ours.fit(new DataSet(in, labels, mask, mask));
        ours.rnnClearPreviousState();
        INDArray step = last
                ? in.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 1), NDArrayIndex.all())
                : in.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(0));
        theirs.setParams(ours.params());
        assertEquals(theirs.rnnTimeStep(step), ours.rnnTimeStep(step));

        MultiLayerNetwork loss = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .list()
                .layer(new LSTM.Builder().nOut(5).build())
                .layer(new DenseLayer.Builder()
                        .nOut(CLASSES)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new ObjectiveLossLayer.Builder(new CategoricalCrossEntropy()).build())
                .setInputType(InputType.recurrent(2, format))
                .build());
        loss.init();
        assertArrayEquals(labels.shape(), loss.output(in).shape());
        loss.fit(new DataSet(in, labels, mask, mask));
    }

    @Test
    void inPiecesIndicesTrainLikeOneHotLabels() {
        MultiLayerNetwork network = network(sparse(), true);
        MultiLayerNetwork other = network(ours(), true);
        ComputationGraph graph = graph(sparse(), true);
        INDArray before = network.params().dup();
        other.setParams(before);
        graph.setParams(before);
        INDArray labels = indices.reshape(N, 1, T);
        for (int i = 0; i < 3; i++) {
            network.fit(new DataSet(features, labels));
            other.fit(new DataSet(features, oneHot()));
            graph.fit(new DataSet(features, labels));
        }
        assertTrue(other.params().distance2(before) > 1e-3);
        assertEquals(0, other.params().distance2(network.params()), 1e-12);
        assertEquals(0, other.params().distance2(graph.params()), 1e-12);
    }

    /** Deeplearning4j leaves labels of two axes whole, and a network that sees them says so. */
    @Test
    void inPiecesIndicesWithoutAnAxisOfClassesAreRefused() {
        ComputationGraph graph = graph(sparse(), true);
        DL4JInvalidInputException error = assertThrows(
                DL4JInvalidInputException.class,
                () -> graph.fit(new MultiDataSet(new INDArray[] {features}, new INDArray[] {indices})));
        assertTrue(error.getMessage().contains("[N, 1, T]"), error.getMessage());
    }

    /** A network that is not a graph leaves out such batches before it asks any layer. */
    @Test
    void inPiecesIndicesWithoutAnAxisOfClassesAreSeenByTheWatch() {
        MultiLayerNetwork network = network(sparse(), true);
        TrainingWatch watch = new TrainingWatch();
        network.addListeners(watch);

        network.fit(new ListDataSetIterator<>(List.of(new DataSet(features, indices.reshape(N, 1, T))), N));
        assertEquals(List.of(), watch.events());
        network.fit(new ListDataSetIterator<>(List.of(new DataSet(features, indices)), N));

        assertInstanceOf(EmptyEpoch.class, watch.events().get(0));
    }

    /** What ends up in the layer is a piece of the frames beside all letters, or as many letters as frames. */
    @Test
    void inPiecesSequencesAreNotAligned() {
        Layer ctc = new ObjectiveOutputLayer.Builder(new Ctc()).nOut(CLASSES).build();
        Layer ctcLoss = new ObjectiveLossLayer.Builder(new Ctc()).build();
        INDArray letters = Nd4j.ones(DataType.DOUBLE, N, 2);
        INDArray padded = Nd4j.ones(DataType.DOUBLE, N, 1, T);
        MultiDataSet whole = new MultiDataSet(new INDArray[] {features}, new INDArray[] {letters});
        DataSet pieces = new DataSet(features, padded);

        for (Executable fit : List.<Executable>of(
                () -> graph(ctc, true).fit(whole),
                () -> graph(ctcLoss, true).fit(whole),
                () -> graph(ctc, true).fit(pieces),
                () -> network(ctc, true).fit(pieces))) {
            DL4JInvalidInputException error = assertThrows(DL4JInvalidInputException.class, fit);
            assertTrue(error.getMessage().contains("backpropType(BackpropType.Standard)"), error.getMessage());
        }
        graph(ctc, false).fit(whole);
    }

    @Test
    void inPiecesSequencesAreNotAlignedByAVertex() {
        GraphBuilder builder = new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("in", "letters")
                .addLayer("lstm", new LSTM.Builder().nOut(CLASSES).build(), "in")
                .setInputTypes(InputType.recurrent(2, RNNFormat.NCW), InputType.feedForward(2))
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTForwardLength(PIECE)
                .tBPTTBackwardLength(PIECE);
        Map<String, String> inputs = Map.of("prediction", "lstm", "target", "letters");
        ObjectiveGraphs.add(builder, "ctc", Objective.of(new Ctc()), inputs).setOutputs("ctc");
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        MultiDataSet data = ObjectiveGraphs.data(features, Nd4j.ones(DataType.DOUBLE, N, 2));

        DL4JInvalidInputException error = assertThrows(DL4JInvalidInputException.class, () -> graph.fit(data));

        assertTrue(error.getMessage().contains("backpropType(BackpropType.Standard)"), error.getMessage());
    }

    /** The layer gives an output for each step, whichever axis of PyTorch's the labels resemble. */
    @Test
    void labelsOfWholeSequencesAreNotTakenForClassesAlongAnotherAxis() {
        INDArray labels = Nd4j.eye(CLASSES).castTo(DataType.DOUBLE);
        INDArray some = features.get(NDArrayIndex.interval(0, CLASSES));

        DL4JInvalidInputException error = assertThrows(
                DL4JInvalidInputException.class, () -> network(sparse(), false).fit(new DataSet(some, labels)));

        assertTrue(error.getMessage().contains("LastTimeStep"), error.getMessage());
        assertFalse(error.getMessage().contains("axis="), error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void masksLeaveNoTraceInLaterSteps(boolean truncated) {
        MultiLayerNetwork network = network(sparse(), truncated);
        INDArray mask = Nd4j.ones(DataType.DOUBLE, N, T).putScalar(1, T - 1, 0);
        network.fit(new DataSet(features, indices.reshape(N, 1, T), mask, mask));
        MultiLayerNetwork copy = network.clone();
        assertEquals(copy.rnnTimeStep(features), network.rnnTimeStep(features));
    }
}
