package org.losses4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.losses4j.loss.classification.SparseCategoricalCrossEntropy;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

class ClassIndexEvaluationTest {
    // Predicted: 0, 2, 1, 2.
    private static final INDArray PREDICTIONS =
            Nd4j.createFromArray(new double[][] {{0.7, 0.2, 0.1}, {0.1, 0.1, 0.8}, {0.2, 0.6, 0.2}, {0.3, 0.3, 0.4}});

    private static Evaluation of(INDArray labels, INDArray predictions, INDArray mask) {
        ClassIndexEvaluation evaluation = new ClassIndexEvaluation();
        evaluation.eval(labels, predictions, mask);
        return evaluation;
    }

    @Test
    void countsWhatEvaluationCountsOfOneHotLabels() {
        INDArray indices = Nd4j.createFromArray(0, 1, 1, 2);
        Evaluation oneHot = new Evaluation();
        oneHot.eval(Nd4j.createFromArray(new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 1, 0}, {0, 0, 1}}), PREDICTIONS);
        for (INDArray labels : List.of(indices, indices.reshape(4, 1))) {
            Evaluation evaluation = of(labels, PREDICTIONS, null);
            assertEquals(0.75, evaluation.accuracy());
            assertEquals(oneHot.getConfusion(), evaluation.getConfusion());
            assertEquals(oneHot.f1(), evaluation.f1());
        }
    }

    @Test
    void stepsAndPixelsAreRows() {
        // Two examples of two steps, [N, C, T]: an example's steps are neighbours among the rows.
        INDArray steps = PREDICTIONS.reshape(2, 2, 3).permute(0, 2, 1);
        INDArray indices = Nd4j.createFromArray(new int[][] {{0, 1}, {1, 2}});
        assertEquals(0.75, of(indices, steps, null).accuracy());
        assertEquals(0.75, of(indices.reshape(2, 1, 2), steps, null).accuracy());
        assertEquals(
                1,
                of(indices, steps, Nd4j.createFromArray(new double[][] {{1, 0}, {1, 1}}))
                        .accuracy());
        assertEquals(
                0.5,
                of(indices, steps, Nd4j.createFromArray(new double[][] {{1}, {0}}))
                        .accuracy());
        ClassIndexEvaluation last = new ClassIndexEvaluation();
        last.setAxis(2);
        last.eval(indices, PREDICTIONS.reshape(2, 2, 3), null, null);
        assertEquals(0.75, last.accuracy());
        assertEquals(
                0.75,
                of(indices.reshape(1, 2, 2), PREDICTIONS.reshape(1, 2, 2, 3).permute(0, 3, 1, 2), null)
                        .accuracy());
    }

    @Test
    void oneOutputTellsTwoClasses() {
        INDArray positive = Nd4j.createFromArray(0.9, 0.2, 0.6, 0.4).reshape(4, 1);
        Evaluation evaluation = of(Nd4j.createFromArray(1, 0, 0, 0), positive, null);
        assertEquals(0.75, evaluation.accuracy());
        assertEquals(1, evaluation.falsePositives().get(1));
    }

    @Test
    void ignoredLabelsAreLeftOutAndWrongOnesRefused() {
        ClassIndexEvaluation evaluation = new ClassIndexEvaluation(-100);
        evaluation.eval(Nd4j.createFromArray(0, -100, 1, 2), PREDICTIONS);
        assertEquals(1, evaluation.accuracy());
        assertEquals(3, evaluation.getNumRowCounter());
        IllegalArgumentException index = assertThrows(
                IllegalArgumentException.class, () -> of(Nd4j.createFromArray(0, 3, 1, 2), PREDICTIONS, null));
        assertTrue(index.getMessage().contains("0 to 2, got 3.0 in row 1"), index.getMessage());
        IllegalArgumentException shape =
                assertThrows(IllegalArgumentException.class, () -> of(PREDICTIONS, PREDICTIONS, null));
        assertTrue(shape.getMessage().contains("one-hot"), shape.getMessage());
        // [N, T, C] is taken for [N, C, T].
        IllegalArgumentException axis =
                assertThrows(IllegalArgumentException.class, () -> of(Nd4j.zeros(4, 5), Nd4j.ones(4, 5, 3), null));
        assertTrue(axis.getMessage().contains("setAxis(2)"), axis.getMessage());
    }

    @Test
    void evaluatesNetworksThatAreTrainedOnIndices() {
        MultiLayerNetwork network = Networks.of(new ObjectiveOutputLayer.Builder(new SparseCategoricalCrossEntropy())
                .nOut(3)
                .build());
        ComputationGraph graph = network.toComputationGraph();
        INDArray features = Networks.features(6);
        int[] guesses = network.predict(features);
        // Two of six are wrong.
        double[] labels = new double[6];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i < 2 ? (guesses[i] + 1) % 3 : guesses[i];
        }
        INDArray indices = Nd4j.createFromArray(labels);
        for (INDArray given : List.of(indices, indices.reshape(6, 1))) {
            DataSetIterator data = new ExistingDataSetIterator(List.of(new DataSet(features, given)));
            assertEquals(4.0 / 6, network.doEvaluation(data, new ClassIndexEvaluation())[0].accuracy());
            assertEquals(4.0 / 6, graph.doEvaluation(data, new ClassIndexEvaluation())[0].accuracy());
        }
    }
}
