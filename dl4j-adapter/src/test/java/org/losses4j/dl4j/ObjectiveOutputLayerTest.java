package org.losses4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.losses4j.BatchReduction;
import org.losses4j.ExampleReduction;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.Reduction;
import org.losses4j.dl4j.nd4j.Nd4jExecution;
import org.losses4j.loss.classification.BinaryCrossEntropy;
import org.losses4j.loss.classification.CategoricalCrossEntropy;
import org.losses4j.loss.classification.SparseCategoricalCrossEntropy;
import org.losses4j.loss.embedding.BatchHardTriplet;
import org.losses4j.loss.regression.Huber;
import org.losses4j.loss.regression.MeanSquaredError;
import org.losses4j.loss.sequence.Ctc;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class ObjectiveOutputLayerTest {
    private static final int N = 6;
    private final INDArray features = Networks.features(N);

    private static MultiLayerNetwork network(Objective objective) {
        return Networks.of(new ObjectiveOutputLayer.Builder(objective).nOut(3).build());
    }

    @ParameterizedTest
    @EnumSource(
            value = BatchReduction.class,
            names = {"SUM", "MEAN", "WEIGHTED_MEAN", "EXAMPLE_MEAN"})
    void theScoreIsTheValueAndSoIsTheMeanOfExamples(BatchReduction batch) {
        Objective objective = Objective.of(new Huber()).reduce(ExampleReduction.SUM, batch);
        MultiLayerNetwork network = network(objective);
        INDArray labels = Examples.normal(new Random(2), N, 3);
        double[] weights = {1, 0, 2, 0.5, 1, 1};
        INDArray mask = Nd4j.create(weights, new long[] {N, 1}, DataType.DOUBLE);
        DataSet data = new DataSet(features, labels, null, mask);
        INDArray output = network.output(features);
        double value = new Nd4jExecution()
                .compute(
                        objective,
                        Map.of(
                                "prediction", output,
                                "target", labels,
                                "mask", mask.neq(0).castTo(DataType.DOUBLE),
                                "weights", mask),
                        List.of())
                .value()
                .getDouble(0);
        double regularization = network.calcRegularizationScore(true);
        assertTrue(regularization > 0);
        assertEquals(value + regularization, network.score(data), 1e-12);
        INDArray examples = network.scoreExamples(data, false);
        assertEquals(List.of((long) N, 1L), List.of(examples.size(0), examples.size(1)));
        assertEquals(value, examples.meanNumber().doubleValue(), 1e-12);
        network.fit(data);
        assertEquals(value + regularization, network.score(), 1e-12);
    }

    @Test
    void weightsOfZeroCountAsTheyAreUsed() {
        INDArray labels = Examples.normal(new Random(2), N, 3);
        INDArray mask = Nd4j.create(new double[] {1, 0, 1, 0, 0, 1}, new long[] {N, 1}, DataType.DOUBLE);
        Objective mean = Objective.of(new Huber());
        double masked = network(mean).score(new DataSet(features, labels, null, mask));
        MultiLayerNetwork weighing = Networks.of(new ObjectiveOutputLayer.Builder(mean)
                .nOut(3)
                .maskUse(MaskUse.WEIGHTS)
                .build());
        double regularization = weighing.calcRegularizationScore(true);
        double weighted = weighing.score(new DataSet(features, labels, null, mask));
        assertEquals((masked - regularization) / 2, weighted - regularization, 1e-12);
    }

    @Test
    void stepsThatAreMaskedMayHoldNaN() {
        MultiLayerNetwork network = CheckedLayer.OWN_NCW.network(new MeanSquaredError(), 1);
        INDArray labels = Nd4j.zeros(DataType.DOUBLE, 4, CheckedLayer.OUTPUTS, 2);
        labels.putScalar(new int[] {1, 2, 1}, Double.NaN);
        INDArray mask = Nd4j.ones(DataType.DOUBLE, 4, 2).putScalar(1, 1, 0);
        DataSet data = new DataSet(CheckedLayer.OWN_NCW.features(1), labels, null, mask);
        assertTrue(Double.isFinite(network.score(data)));
        network.fit(data);
        assertTrue(Double.isFinite(network.params().sumNumber().doubleValue()));
    }

    @Test
    void withoutAMaskOfLabelsThatOfTheFeaturesMasksSteps() {
        MultiLayerNetwork network = CheckedLayer.OWN_NCW.network(new MeanSquaredError(), 1);
        INDArray input = CheckedLayer.OWN_NCW.features(1);
        INDArray labels = Examples.normal(new Random(9), 4, CheckedLayer.OUTPUTS, 2);
        INDArray mask = Nd4j.ones(DataType.DOUBLE, 4, 2).putScalar(1, 1, 0);
        double byFeatures = network.score(new DataSet(input, labels, mask, null));
        double byLabels = network.score(new DataSet(input, labels, mask, mask));
        assertEquals(byLabels, byFeatures);
        labels.putScalar(new int[] {1, 0, 1}, 1e6);
        assertEquals(byLabels, network.score(new DataSet(input, labels, mask, null)));
        assertTrue(network.score(new DataSet(input, labels)) > 1e6);
    }

    @Test
    void bothOrdersOfAxesAreTheSameNetwork() {
        MultiLayerNetwork first = CheckedLayer.OWN_NCW.network(new CategoricalCrossEntropy(), 1);
        MultiLayerNetwork last = CheckedLayer.OWN_NWC.network(new CategoricalCrossEntropy(), 1);
        last.setParams(first.params().dup());
        INDArray rows = Examples.labels(new CategoricalCrossEntropy(), 8, CheckedLayer.OUTPUTS, 1);
        DataSet one = new DataSet(CheckedLayer.OWN_NCW.features(1), CheckedLayer.OWN_NCW.kind.place(rows));
        DataSet other = new DataSet(CheckedLayer.OWN_NWC.features(1), CheckedLayer.OWN_NWC.kind.place(rows));
        assertEquals(first.score(one), last.score(other), 1e-12);
        assertEquals(
                first.output(one.getFeatures()).permute(0, 2, 1).dup('c'),
                last.output(other.getFeatures()).dup('c'));
    }

    @Test
    void classIndicesAreLabelsToo() {
        INDArray indices = Nd4j.createFromArray(0, 2, 1, 1, 0, 2);
        INDArray oneHot = Nd4j.zeros(DataType.DOUBLE, N, 3);
        for (int i = 0; i < N; i++) {
            oneHot.putScalar(i, indices.getInt(i), 1);
        }
        double dense = network(Objective.of(new CategoricalCrossEntropy())).score(new DataSet(features, oneHot));
        Objective sparse = Objective.of(new SparseCategoricalCrossEntropy());
        assertEquals(dense, network(sparse).score(new DataSet(features, indices.reshape(N, 1))), 1e-12);
        DL4JInvalidInputException error = assertThrows(
                DL4JInvalidInputException.class,
                () -> network(sparse).score(new DataSet(features, Nd4j.valueArrayOf(new long[] {N, 1}, 3.0))));
        for (String part : List.of("sparse_categorical_cross_entropy", "target", "got 3", "0 to 2", "layer1")) {
            assertTrue(error.getMessage().contains(part), error.getMessage());
        }
    }

    @Test
    void evaluatesWithDeeplearning4jsOwnClasses() {
        INDArray labels = Examples.labels(new CategoricalCrossEntropy(), N, 3, 1);
        MultiLayerNetwork network = network(Objective.of(new CategoricalCrossEntropy()));
        DataSet data = new DataSet(features, labels);
        for (int i = 0; i < 800; i++) {
            network.fit(data);
        }
        Evaluation evaluation =
                network.evaluate(new org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator<>(List.of(data)));
        INDArray output = network.output(features);
        double right = output.argMax(1)
                .eq(labels.argMax(1))
                .castTo(DataType.DOUBLE)
                .meanNumber()
                .doubleValue();
        assertEquals(right, evaluation.accuracy(), 1e-12);
        assertTrue(right > 0.6, "by chance it is a third, got " + right);
        assertEquals(1, output.getRow(0).sumNumber().doubleValue(), 1e-9);
        assertEquals(evaluation.f1(), network.f1Score(data), 1e-12);
    }

    @Test
    void minesTripletsFromABatch() {
        MultiLayerNetwork network = network(Objective.of(new BatchHardTriplet()));
        INDArray classes = Nd4j.createFromArray(0.0, 1, 0, 1, 2, 2).reshape(N, 1);
        DataSet data = new DataSet(features, classes);
        double before = network.score(data);
        for (int i = 0; i < 100; i++) {
            network.fit(data);
        }
        assertTrue(network.score(data) < before);
        DL4JInvalidInputException error = assertThrows(
                DL4JInvalidInputException.class, () -> network.fit(new DataSet(features, Nd4j.zeros(N, 1))));
        assertTrue(error.getMessage().contains("at least two classes"), error.getMessage());
    }

    @Test
    void dropoutWeightNoiseAndConstraintsApply() {
        INDArray labels = Examples.normal(new Random(2), N, 3);
        MultiLayerNetwork network = Networks.of(new ObjectiveOutputLayer.Builder(new Huber())
                .nOut(3)
                .dropOut(0.5)
                .weightNoise(new DropConnect(0.5))
                .constrainWeights(new MaxNormConstraint(0.1, 1))
                .build());
        for (int i = 0; i < 30; i++) {
            network.fit(new DataSet(features, labels));
        }
        INDArray norms = network.getLayer(1).getParam("W").norm2(1);
        assertTrue(norms.maxNumber().doubleValue() <= 0.1 + 1e-6, norms.toString());
        double calm = network.score(new DataSet(features, labels), false);
        assertEquals(calm, network.score(new DataSet(features, labels), false));
        assertTrue(calm != network.score(new DataSet(features, labels), true));
    }

    @Test
    void worksInAComputationGraph() {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(0.1))
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                        "a",
                        new ObjectiveOutputLayer.Builder(new Huber()).nOut(2).build(),
                        "in")
                .addLayer(
                        "b",
                        new ObjectiveOutputLayer.Builder(new BinaryCrossEntropy())
                                .nOut(1)
                                .build(),
                        "in")
                .setOutputs("a", "b")
                .setInputTypes(InputType.feedForward(3))
                .build());
        graph.init();
        INDArray[] labels = {Examples.normal(new Random(2), N, 2), Examples.labels(new BinaryCrossEntropy(), N, 1, 1)};
        double before = graph.score(new org.nd4j.linalg.dataset.MultiDataSet(new INDArray[] {features}, labels));
        for (int i = 0; i < 50; i++) {
            graph.fit(new INDArray[] {features}, labels);
        }
        assertTrue(graph.score() < before);
    }

    @Test
    void errorsNameLayerLossGotAndWanted() {
        MultiLayerNetwork network = network(Objective.of(new Huber()));
        DL4JInvalidInputException shape = assertThrows(
                DL4JInvalidInputException.class, () -> network.fit(new DataSet(features, Nd4j.zeros(N, 2))));
        for (String part : List.of("huber", "target", "[6, 2]", "[6, 3]", "layer1")) {
            assertTrue(shape.getMessage().contains(part), shape.getMessage());
        }
        DL4JInvalidInputException mask = assertThrows(
                DL4JInvalidInputException.class,
                () -> network.score(new DataSet(features, Nd4j.zeros(N, 3), null, Nd4j.ones(N, 2))));
        assertTrue(mask.getMessage().contains("[6, 2]"), mask.getMessage());
        assertThrows(IllegalStateException.class, () -> network.fit(features, (INDArray) null));
        IllegalArgumentException several = assertThrows(
                IllegalArgumentException.class,
                () -> new ObjectiveOutputLayer.Builder(new org.losses4j.loss.embedding.TripletMargin()));
        assertTrue(several.getMessage().contains("ObjectiveVertex"), several.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> new ObjectiveOutputLayer.Builder(Objective.of(new Huber()).reduce(Reduction.NONE)));
        IllegalArgumentException sequences =
                assertThrows(IllegalArgumentException.class, () -> new ObjectiveLoss(new Ctc()));
        assertTrue(sequences.getMessage().contains("ObjectiveOutputLayer"), sequences.getMessage());
    }

    @Test
    void aClassIndexThatIsNanIsRefusedAndMovesNothing() {
        MultiLayerNetwork network = network(Objective.of(new SparseCategoricalCrossEntropy()));
        INDArray indices = Nd4j.createFromArray(0.0, 2, Double.NaN, 1, 0, 2).reshape(N, 1);
        INDArray before = network.params().dup();
        DL4JInvalidInputException error =
                assertThrows(DL4JInvalidInputException.class, () -> network.fit(new DataSet(features, indices)));
        assertTrue(error.getMessage().contains("got NaN at [2"), error.getMessage());
        assertEquals(before, network.params());
        network.clearLayerMaskArrays();
        INDArray mask = Nd4j.createFromArray(1.0, 1, 0, 1, 1, 1).reshape(N, 1);
        network.fit(new DataSet(features, indices, null, mask));
        assertTrue(Double.isFinite(network.score()));
    }

    /** A batch's overlap is one number, whose share each example has. */
    @ParameterizedTest
    @EnumSource(
            value = BatchReduction.class,
            names = {"SUM", "MEAN"})
    void theMeanOfExamplesIsTheScoreOfAWholeBatchToo(BatchReduction batch) {
        Objective objective = Objective.of(Losses.of("dice(aggregate=batch)")).reduce(ExampleReduction.MEAN, batch);
        MultiLayerNetwork network = network(objective);
        DataSet data = new DataSet(features, Examples.labels(new BinaryCrossEntropy(), N, 3, 1));
        INDArray scores = network.scoreExamples(data, true);
        assertEquals(List.of((long) N, 1L), List.of(scores.size(0), scores.size(1)));
        assertEquals(network.score(data), scores.meanNumber().doubleValue(), 1e-12);
    }

    @Test
    void earlyStoppingSeesTheScore() {
        MultiLayerNetwork network = network(Objective.of(new Huber()));
        DataSet data = new DataSet(features, Examples.normal(new Random(2), N, 3));
        double score =
                new DataSetLossCalculator(new ExistingDataSetIterator(List.of(data)), true).calculateScore(network);
        assertEquals(network.score(data), score, 1e-12);
    }
}
