package org.losses4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.BatchReduction;
import org.losses4j.ExampleReduction;
import org.losses4j.Objective;
import org.losses4j.Reduction;
import org.losses4j.loss.classification.BinaryCrossEntropy;
import org.losses4j.loss.classification.CategoricalCrossEntropy;
import org.losses4j.loss.regression.MeanAbsoluteError;
import org.losses4j.loss.regression.MeanSquaredError;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Where Deeplearning4j's own losses are right, training with ours gives the same parameters. */
class SameAsDl4jTest {

    static Stream<Arguments> pairs() {
        INDArray numbers = Examples.normal(new Random(4), 12, 3);
        INDArray zeroOne = Examples.uniform(new Random(5), 12, 3).gt(0.5).castTo(DataType.DOUBLE);
        Objective mse = Objective.of(new MeanSquaredError());
        Objective mae = Objective.of(new MeanAbsoluteError());
        Objective xent = Objective.of(new BinaryCrossEntropy()).reduce(Reduction.DL4J);
        Objective mcxent =
                Objective.of(new CategoricalCrossEntropy()).reduce(ExampleReduction.NONE, BatchReduction.EXAMPLE_MEAN);
        INDArray classes = Examples.labels(new CategoricalCrossEntropy(), 12, 3, 6);
        return Stream.of(
                Arguments.of(new LossMSE(), mse, Activation.IDENTITY, numbers),
                Arguments.of(new LossMAE(), mae, Activation.TANH, numbers),
                Arguments.of(new LossBinaryXENT(), xent, Activation.SIGMOID, zeroOne),
                Arguments.of(new LossMCXENT(), mcxent, Activation.SOFTMAX, classes));
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("pairs")
    void fiftyStepsGiveTheSameParameters(ILossFunction theirs, Objective ours, Activation activation, INDArray labels) {
        MultiLayerNetwork reference = Networks.of(layer(theirs, activation));
        MultiLayerNetwork underTheirLayer = Networks.of(layer(new ObjectiveLoss(ours), activation));
        MultiLayerNetwork underOurLayer = Networks.of(new ObjectiveOutputLayer.Builder(ours)
                .nOut(3)
                .activation(activation)
                .build());
        DataSet data = new DataSet(Networks.features(12), labels);
        INDArray start = reference.params().dup();
        for (int step = 0; step < 50; step++) {
            reference.fit(data);
            underTheirLayer.fit(data);
            underOurLayer.fit(data);
            assertEquals(reference.score(), underTheirLayer.score(), 1e-9);
            assertEquals(reference.score(), underOurLayer.score(), 1e-9);
        }
        assertTrue(reference.params().distance2(start) > 0.1, "nothing was learned");
        assertSame(reference.params(), underTheirLayer.params());
        assertSame(reference.params(), underOurLayer.params());
    }

    private static void assertSame(INDArray expected, INDArray got) {
        double worst = Transforms.abs(got.sub(expected), false)
                .divi(Transforms.abs(expected, true).addi(1e-12))
                .maxNumber()
                .doubleValue();
        assertTrue(worst < 1e-6, "largest relative difference " + worst);
    }

    private static Layer layer(ILossFunction loss, Activation activation) {
        return new OutputLayer.Builder(loss).nOut(3).activation(activation).build();
    }
}
