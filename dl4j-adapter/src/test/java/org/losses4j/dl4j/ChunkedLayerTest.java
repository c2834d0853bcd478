package org.losses4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.BatchReduction;
import org.losses4j.ExampleReduction;
import org.losses4j.Loss;
import org.losses4j.LossObjective;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.dl4j.internal.array.ChannelsLast;
import org.losses4j.loss.classification.CategoricalCrossEntropy;
import org.losses4j.loss.classification.Poly1CrossEntropy;
import org.losses4j.loss.classification.SoftmaxFocal;
import org.losses4j.loss.classification.SparseCategoricalCrossEntropy;
import org.losses4j.loss.classification.SparseSoftmaxFocal;
import org.losses4j.loss.regression.MeanSquaredError;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Layers that see a chunk of rows at a time, against the same layers that see all rows at once. */
class ChunkedLayerTest {
    private static final int N = 7;
    private static final int STEPS = 3;
    private static final int CLASSES = 5;

    /** The orders of axes of a layer's data. */
    private enum Data {
        VECTORS(InputType.feedForward(4), 1, true),
        NCW(InputType.recurrent(4, STEPS, RNNFormat.NCW), STEPS, false),
        NWC(InputType.recurrent(4, STEPS, RNNFormat.NWC), STEPS, true),
        NCHW(InputType.convolutional(1, STEPS, 4, CNN2DFormat.NCHW), STEPS, false);

        final InputType input;
        final int rows;
        final boolean last;

        Data(InputType input, int rows, boolean last) {
            this.input = input;
            this.rows = rows;
            this.last = last;
        }

        /** Random features, in the layer's order. */
        INDArray features() {
            Random random = new Random(8);
            return switch (this) {
                case VECTORS -> Examples.normal(random, N, 4);
                case NCW -> Examples.normal(random, N, 4, STEPS);
                case NWC -> Examples.normal(random, N, STEPS, 4);
                case NCHW -> Examples.normal(random, N, 4, 1, STEPS);
            };
        }

        /** Labels of rows [N · …, columns] in the layer's order. */
        INDArray place(INDArray rowsOf) {
            long columns = rowsOf.size(1);
            return switch (this) {
                case VECTORS -> rowsOf;
                case NCW, NWC ->
                    ChannelsLast.back(rowsOf.reshape('c', N, STEPS, columns), last)
                            .dup('c');
                case NCHW ->
                    ChannelsLast.back(rowsOf.reshape('c', N, 1, STEPS, columns), last)
                            .dup('c');
            };
        }

        Layer first() {
            return switch (this) {
                case VECTORS -> new DenseLayer.Builder().nOut(3).build();
                case NCW, NWC ->
                    new SimpleRnn.Builder().nOut(3).activation(Activation.TANH).build();
                case NCHW -> new ConvolutionLayer.Builder(1, 1).nOut(3).build();
            };
        }
    }

    static Stream<LossObjective> objectives() {
        return Stream.of(
                Objective.of((Loss) new CategoricalCrossEntropy()),
                Objective.of((Loss) new CategoricalCrossEntropy(true, 0.1, -1, 0))
                        .fix(Role.CLASS_WEIGHTS, 1, 2, 0.5, 3, 1),
                Objective.of((Loss) new SoftmaxFocal(true, 0.3, 1.5, 0.1, -1, 0)),
                Objective.of((Loss) new Poly1CrossEntropy()),
                Objective.of((Loss) new SparseCategoricalCrossEntropy()),
                Objective.of((Loss) new SparseCategoricalCrossEntropy(true, 0.2, 2, -1, 0))
                        .fix(Role.CLASS_WEIGHTS, 1, 2, 0.5, 3, 1),
                Objective.of((Loss) new SparseCategoricalCrossEntropy(true, 0.2, 2, -1, 0, 0.1, 1.5)),
                Objective.of((Loss) new SparseCategoricalCrossEntropy(false, 0, -7, -1, 0)),
                Objective.of((Loss) new SparseSoftmaxFocal(true, null, 2, 1, -1, 0)));
    }

    private static MultiLayerNetwork network(Objective objective, Data data, DataType type, @Nullable Integer chunk) {
        ObjectiveOutputLayer.Builder last =
                new ObjectiveOutputLayer.Builder(objective).nOut(CLASSES).perPixel();
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(type)
                .updater(new NoOp())
                .l2(1e-2)
                .list()
                .layer(data.first())
                .layer((chunk == null ? last : last.chunkRows(chunk)).build())
                .setInputType(data.input)
                .build());
        network.init();
        return network;
    }

    private static INDArray labels(Objective objective, Data data, int seed) {
        Random random = new Random(seed);
        boolean sparse = objective.name().startsWith("sparse");
        INDArray rows = Nd4j.zeros(DataType.DOUBLE, (long) N * data.rows, sparse ? 1 : CLASSES);
        for (int row = 0; row < rows.size(0); row++) {
            int label = random.nextInt(CLASSES);
            if (sparse) {
                rows.putScalar(row, 0, label);
            } else {
                rows.putScalar(row, label, 0.75);
                rows.putScalar(row, (label + 1) % CLASSES, 0.25);
            }
        }
        return data.place(rows);
    }

    private static List<DataSet> dataSets(Objective objective, Data data) {
        INDArray features = data.features();
        INDArray labels = labels(objective, data, 5);
        INDArray byExample = Nd4j.create(new double[] {1, 0, 1, 1, 0, 1, 1}, new long[] {N, 1}, DataType.DOUBLE);
        INDArray weights = Nd4j.create(new double[] {0.5, 0, 2, 1, 3, 0.25, 1}, new long[] {N, 1}, DataType.DOUBLE);
        List<DataSet> sets = new ArrayList<>(List.of(new DataSet(features, labels)));
        if (data != Data.NCHW) {
            sets.add(new DataSet(features, labels, null, byExample));
            sets.add(new DataSet(features, labels, null, weights));
            sets.add(new DataSet(features, labels, null, byExample.mul(0)));
        }
        if (data == Data.NCW || data == Data.NWC) {
            INDArray steps =
                    Nd4j.ones(DataType.DOUBLE, N, STEPS).putScalar(2, 1, 0).putScalar(0, 2, 0.5);
            sets.add(new DataSet(features, labels, null, steps));
            sets.add(new DataSet(features, labels, Transforms.ceil(steps), null));
        }
        return sets;
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void chunksAreTheWholeInDouble(LossObjective objective) {
        for (BatchReduction batch : List.of(
                BatchReduction.SUM, BatchReduction.MEAN, BatchReduction.WEIGHTED_MEAN, BatchReduction.EXAMPLE_MEAN)) {
            compare(objective.reduce(ExampleReduction.MEAN, batch), Data.VECTORS, DataType.DOUBLE, 3, 1e-10);
        }
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void chunksAreTheWholeInFloat(LossObjective objective) {
        compare(objective, Data.VECTORS, DataType.FLOAT, 4, 2e-5);
    }

    @ParameterizedTest
    @EnumSource(Data.class)
    void chunksOfAnySizeAreTheWholeInAnyOrderOfAxes(Data data) {
        LossObjective objective = Objective.of((Loss) new SparseCategoricalCrossEntropy(true, 0.2, 2, -1, 0))
                .fix(Role.CLASS_WEIGHTS, 1, 2, 0.5, 3, 1)
                .reduce(ExampleReduction.MEAN, BatchReduction.WEIGHTED_MEAN);
        for (int chunk : new int[] {1, 4, 1000}) {
            compare(objective, data, DataType.DOUBLE, chunk, 1e-10);
        }
        compare(objective, data, DataType.FLOAT, 4, 2e-5);
    }

    private static void compare(Objective objective, Data data, DataType type, int chunk, double tolerance) {
        MultiLayerNetwork whole = network(objective, data, type, null);
        MultiLayerNetwork chunked = network(objective, data, type, chunk);
        for (DataSet set : dataSets(objective, data)) {
            String which = objective + ", " + data + ", " + type + ", chunks of " + chunk + ", mask "
                    + set.getLabelsMaskArray();
            assertEquals(whole.score(set), chunked.score(set), tolerance, which);
            close(whole.scoreExamples(set, true), chunked.scoreExamples(set, true), tolerance, which);
            for (MultiLayerNetwork network : List.of(whole, chunked)) {
                computeGradientAndScore(network, set);
            }
            assertEquals(whole.score(), chunked.score(), tolerance, which);
            close(whole.gradient().gradient(), chunked.gradient().gradient(), tolerance, which);
            assertEquals(whole.output(set.getFeatures()), chunked.output(set.getFeatures()));
        }
    }

    private static void computeGradientAndScore(MultiLayerNetwork network, DataSet set) {
        network.setInput(set.getFeatures());
        network.setLabels(set.getLabels());
        network.setLayerMaskArrays(set.getFeaturesMaskArray(), set.getLabelsMaskArray());
        network.computeGradientAndScore();
        network.clearLayerMaskArrays();
    }

    private static void close(INDArray expected, INDArray actual, double tolerance, String which) {
        assertEquals(expected.shapeInfoToString(), actual.shapeInfoToString(), which);
        double difference = expected.sub(actual).amaxNumber().doubleValue();
        assertTrue(
                difference <= tolerance * Math.max(1, expected.amaxNumber().doubleValue()), which + ": " + difference);
    }

    @ParameterizedTest
    @EnumSource(Data.class)
    void theGradientIsThatOfTheScore(Data data) {
        Objective objective = Objective.of((Loss) new SparseCategoricalCrossEntropy(true, 0.1, 1, -1, 0))
                .reduce(ExampleReduction.MEAN, BatchReduction.WEIGHTED_MEAN);
        MultiLayerNetwork network = network(objective, data, DataType.DOUBLE, 4);
        for (DataSet set : dataSets(objective, data)) {
            computeGradientAndScore(network, set);
            INDArray gradient = network.gradient().gradient().dup();
            double step = 1e-5;
            for (long i = 0; i < gradient.length(); i += 5) {
                double at = network.params().getDouble(i);
                network.params().putScalar(i, at + step);
                double above = network.score(set);
                network.params().putScalar(i, at - step);
                double below = network.score(set);
                network.params().putScalar(i, at);
                // Deeplearning4j's updater, not its gradient, divides by the number of examples and adds l2.
                assertEquals((above - below) / (2 * step) - l2(network, i), gradient.getDouble(i) / N, 1e-7);
            }
        }
    }

    /** What l2 adds to the derivative of the score by a parameter: weights have it, biases do not. */
    private static double l2(MultiLayerNetwork network, long index) {
        long at = 0;
        for (var entry : network.paramTable().entrySet()) {
            at += entry.getValue().length();
            if (index < at) {
                return entry.getKey().endsWith("b")
                        ? 0
                        : 1e-2 * network.params().getDouble(index);
            }
        }
        throw new IllegalStateException();
    }

    @Test
    void theScoreIsNeverThatOfAnotherStep() {
        Objective objective = Objective.of(new SparseCategoricalCrossEntropy());
        MultiLayerNetwork network = network(objective, Data.VECTORS, DataType.DOUBLE, 3);
        MultiLayerNetwork whole = network(objective, Data.VECTORS, DataType.DOUBLE, null);
        INDArray features = Data.VECTORS.features();
        INDArray labels = labels(objective, Data.VECTORS, 5);
        DataSet data = new DataSet(features, labels);
        for (int step = 0; step < 3; step++) {
            network.fit(data);
            whole.fit(data);
            assertEquals(whole.score(), network.score(), 1e-12);
            labels.addi(1).subi(labels.gte(CLASSES).castTo(DataType.DOUBLE).muli(CLASSES));
            features.muli(-0.5);
            network.params().muli(1.1);
            whole.params().muli(1.1);
            assertEquals(whole.score(data), network.score(data), 1e-12);
        }
    }

    @Test
    void aGradientAloneLeavesNoScoreBehind() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .list()
                .layer(new ObjectiveOutputLayer.Builder(new SparseCategoricalCrossEntropy())
                        .nIn(4)
                        .nOut(CLASSES)
                        .chunkRows(3)
                        .build())
                .build());
        network.init();
        INDArray features = Data.VECTORS.features();
        INDArray labels = labels(Objective.of(new SparseCategoricalCrossEntropy()), Data.VECTORS, 5);
        network.calculateGradients(features, labels, null, null);
        network.params().assign(0);
        assertEquals(Math.log(CLASSES), network.score(new DataSet(features, labels), true), 1e-12);
    }

    @Test
    void worksInAGraph() {
        Objective objective = Objective.of(new SparseCategoricalCrossEntropy());
        MultiLayerNetwork whole = network(objective, Data.NCW, DataType.DOUBLE, null);
        ComputationGraph graph =
                network(objective, Data.NCW, DataType.DOUBLE, 2).toComputationGraph();
        DataSet data = new DataSet(Data.NCW.features(), labels(objective, Data.NCW, 5));
        whole.fit(data);
        graph.fit(data);
        assertEquals(whole.score(), graph.score(), 1e-12);
        close(whole.params(), graph.params(), 1e-12, "parameters");
    }

    @Test
    void whatDoesNotGoInChunksIsRefused() {
        refused(
                () -> new ObjectiveOutputLayer.Builder(new MeanSquaredError()).chunkRows(4),
                "mean_squared_error: in chunks");
        refused(() -> new ObjectiveOutputLayer.Builder(new CategoricalCrossEntropy()).chunkRows(0), "at least 1 row");
        refused(
                () -> Networks.of(new ObjectiveOutputLayer.Builder(new CategoricalCrossEntropy())
                        .chunkRows(2)
                        .activation(Activation.TANH)
                        .nOut(3)
                        .build()),
                "leave the activation out");
        MultiLayerNetwork network =
                network(Objective.of(new SparseCategoricalCrossEntropy()), Data.VECTORS, DataType.DOUBLE, 2);
        refused(
                () -> network.fit(
                        Data.VECTORS.features(),
                        Nd4j.ones(DataType.DOUBLE, N, 1).muli(CLASSES)),
                "class indices 0 to 4, got 5 at [0, 0]");
        refused(
                () -> network.fit(Data.VECTORS.features(), Nd4j.ones(DataType.DOUBLE, N, 2)),
                "wanted [7] for prediction");
    }

    private static void refused(Runnable mistake, String why) {
        RuntimeException refusal = assertThrows(RuntimeException.class, mistake::run);
        assertTrue(String.valueOf(refusal.getMessage()).contains(why), refusal.getMessage());
    }
}
