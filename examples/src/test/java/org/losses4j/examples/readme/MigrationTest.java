package org.losses4j.examples.readme;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.Loss;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.Objective;
import org.losses4j.dl4j.ObjectiveLoss;
import org.losses4j.examples.catalogue.Peers;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** The rows of docs/parity.md with an activation or a scale are true: both columns have the same value and gradient. */
class MigrationTest {
    private static final int ROWS = 7;
    private static final int COLUMNS = 4;

    private static final Map<String, Loss> DJL = Map.of(
            "Loss.l2Loss()", Loss.l2Loss(),
            "Loss.l1Loss()", Loss.l1Loss(),
            "Loss.quantileL1Loss(0.9f)", Loss.quantileL1Loss(0.9f),
            "Loss.sigmoidBinaryCrossEntropyLoss()", Loss.sigmoidBinaryCrossEntropyLoss(),
            "Loss.softmaxCrossEntropyLoss()", Loss.softmaxCrossEntropyLoss(),
            "Loss.softmaxCrossEntropyLoss(\"\", 1, -1, false, true)",
                    Loss.softmaxCrossEntropyLoss("", 1, -1, false, true),
            "Loss.softmaxCrossEntropyLoss(\"\", 1, -1, true, false)",
                    Loss.softmaxCrossEntropyLoss("", 1, -1, true, false),
            "Loss.hingeLoss()", Loss.hingeLoss());

    static Stream<Arguments> dl4j() {
        List<Arguments> rows = Peers.of("deeplearning4j").losses().stream()
                .filter(row -> row.activation() != null)
                .map(row -> Arguments.of(row.name(), row.activation(), row.here()))
                .toList();
        assertTrue(rows.size() > 12, "rows: " + rows.size());
        return rows.stream();
    }

    static Stream<Arguments> djl() {
        List<Arguments> rows = Peers.of("djl").losses().stream()
                .filter(row -> row.scale() != null)
                .map(row -> Arguments.of(row.call(), row.here(), row.scale()))
                .toList();
        assertEquals(DJL.size(), rows.size());
        return rows.stream();
    }

    @ParameterizedTest
    @MethodSource("dl4j")
    void deeplearning4jsLossesAndOurs(String name, String activationName, String text) throws Exception {
        ILossFunction theirs = (ILossFunction) Class.forName("org.nd4j.linalg.lossfunctions.impl." + name)
                .getDeclaredConstructor()
                .newInstance();
        ILossFunction ours = new ObjectiveLoss(Objective.parse(text));
        IActivation activation = Activation.fromString(activationName).getActivationFunction();
        INDArray output = Nd4j.createFromArray(normal(3)).reshape(ROWS, COLUMNS);
        double[] labels = labels(text);
        INDArray target = Nd4j.createFromArray(labels).reshape(ROWS, labels.length / ROWS);
        assertEquals(DataType.DOUBLE, output.dataType());
        assertEquals(
                theirs.computeScore(target, output.dup(), activation, null, true),
                ours.computeScore(target, output.dup(), activation, null, true),
                1e-6);
        assertArrayEquals(
                theirs.computeGradient(target, output.dup(), activation, null)
                        .data()
                        .asDouble(),
                ours.computeGradient(target, output.dup(), activation, null)
                        .data()
                        .asDouble(),
                1e-5);
    }

    @ParameterizedTest
    @MethodSource("djl")
    void djlsLossesAndOurs(String name, String text, double scale) {
        Loss theirs = assertNotNullLoss(name);
        Loss ours = org.losses4j.djl.ObjectiveLoss.builder(Objective.parse(text))
                .scale(scale)
                .build();
        try (NDManager manager = NDManager.newBaseManager()) {
            float[] values = floats(normal(3));
            NDArray output = manager.create(values, new Shape(ROWS, COLUMNS));
            NDArray prediction = text.startsWith("negative_log") ? output.logSoftmax(1) : output;
            double[] labels = labels(text);
            NDArray target = labels.length == ROWS
                    ? manager.create(
                            Arrays.stream(labels).mapToLong(i -> (long) i).toArray())
                    : manager.create(floats(labels), new Shape(ROWS, COLUMNS));
            prediction.setRequiresGradient(true);
            float[] wanted = gradient(theirs, target, prediction);
            float wantedValue =
                    theirs.evaluate(new NDList(target), new NDList(prediction)).getFloat();
            assertArrayEquals(wanted, gradient(ours, target, prediction), 1e-6f);
            assertEquals(
                    wantedValue,
                    ours.evaluate(new NDList(target), new NDList(prediction)).getFloat(),
                    1e-5);
        }
    }

    private static Loss assertNotNullLoss(String name) {
        Loss loss = DJL.get(name);
        assertNotNull(loss, name);
        return loss;
    }

    private static float[] gradient(Loss loss, NDArray target, NDArray prediction) {
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            collector.zeroGradients();
            collector.backward(loss.evaluate(new NDList(target), new NDList(prediction)));
        }
        return prediction.getGradient().toFloatArray();
    }

    /** Labels that the loss can take. */
    private static double[] labels(String text) {
        double[] normal = normal(8);
        if (text.contains("sparse") || text.startsWith("negative_log")) {
            return Arrays.stream(normal)
                    .limit(ROWS)
                    .map(v -> Math.floorMod((int) (9 * v), COLUMNS))
                    .toArray();
        }
        if (text.contains("hinge")) {
            return Arrays.stream(normal).map(Math::signum).toArray();
        }
        if (text.contains("binary")) {
            return Arrays.stream(normal).map(v -> v > 0 ? 1 : 0).toArray();
        }
        double[] positive = Arrays.stream(normal).map(v -> 0.2 + Math.abs(v)).toArray();
        if (text.contains("categorical") || text.contains("kl_")) {
            for (int row = 0; row < ROWS; row++) {
                double sum = 0;
                for (int column = 0; column < COLUMNS; column++) {
                    sum += positive[row * COLUMNS + column];
                }
                for (int column = 0; column < COLUMNS; column++) {
                    positive[row * COLUMNS + column] /= sum;
                }
            }
        }
        return positive;
    }

    private static double[] normal(long seed) {
        Random random = new Random(seed);
        return random.doubles(ROWS * COLUMNS, 0, 1).map(u -> 4 * u - 2).toArray();
    }

    private static float[] floats(double[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) values[i];
        }
        return result;
    }
}
