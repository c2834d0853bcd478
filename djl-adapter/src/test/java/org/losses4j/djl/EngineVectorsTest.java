package org.losses4j.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.losses4j.LossObjective;
import org.losses4j.Losses;
import org.losses4j.Objective;

/** Arrays so large that the engine computes in vectors, against DJL's autograd in float64. */
class EngineVectorsTest {
    private static final int CLASSES = 3;
    // More elements than the engine leaves to scalar code, in rows longer and shorter than a vector.
    private static final List<Shape> SHAPES = List.of(new Shape(67, 33), new Shape(701, CLASSES));

    private final NDManager manager = NDManager.newBaseManager();

    private enum Target {
        NUMBERS,
        BITS,
        SIGNS,
        SHARES,
        CLASS_INDICES
    }

    /** What comes beside prediction and target. */
    private enum Beside {
        NOTHING,
        WEIGHTS_OF_ROWS,
        MASK_OF_UNITS
    }

    /** How an array lies in memory. */
    private enum Lying {
        CONTIGUOUS,
        BEHIND_ANOTHER,
        TRANSPOSED,
        EVERY_OTHER_COLUMN
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    mean_squared_error(); NUMBERS
                    huber(delta=0.7); NUMBERS
                    log_cosh(); NUMBERS
                    binary_cross_entropy(label_smoothing=0.1); BITS
                    sigmoid_focal(); BITS
                    hinge(); SIGNS
                    categorical_cross_entropy(label_smoothing=0.1); SHARES
                    softmax_focal(); SHARES
                    cosine_similarity(); NUMBERS
                    sparse_categorical_cross_entropy(); CLASS_INDICES
                    sparse_softmax_focal(); CLASS_INDICES
                    """)
    void agreeWithAutograd(String name, Target target) {
        LossObjective objective = Objective.of(Losses.of(name));
        int turn = 0;
        for (Shape shape : SHAPES) {
            for (Lying lying : Lying.values()) {
                Map<String, NDArray> exact =
                        inputs(shape, target, Beside.values()[turn % Beside.values().length], objective);
                if (turn++ % 3 == 0) {
                    compare(objective, exact, DataType.FLOAT64, lying, 1e-11);
                }
                exact.replaceAll(
                        (role, array) -> array.toType(DataType.FLOAT32, true).toType(DataType.FLOAT64, true));
                compare(objective, exact, DataType.FLOAT32, lying, 1e-5);
            }
        }
    }

    private void compare(
            LossObjective objective, Map<String, NDArray> exact, DataType type, Lying lying, double tolerance) {
        double[] expected = computed(objective, Road.AUTOGRAD, exact, DataType.FLOAT64, Lying.CONTIGUOUS);
        double[] got = computed(objective, Road.ENGINE, exact, type, lying);
        String what = objective + " of " + exact.keySet() + " " + type + " " + lying;
        assertEquals(expected[0], got[0], tolerance * Math.max(1, Math.abs(expected[0])), what);
        double largest = Arrays.stream(expected).skip(1).map(Math::abs).max().orElseThrow();
        assertTrue(largest > 0, what);
        assertArrayEquals(
                Arrays.copyOfRange(expected, 1, expected.length),
                Arrays.copyOfRange(got, 1, got.length),
                tolerance * largest,
                what);
    }

    /** The value and the gradient by the prediction. */
    private double[] computed(
            LossObjective objective, Road road, Map<String, NDArray> exact, DataType type, Lying lying) {
        NDArray leaf = exact.get("prediction").toType(type, true).duplicate();
        leaf.setRequiresGradient(true);
        NDList labels = new NDList();
        exact.forEach((role, array) -> {
            if (!role.equals("prediction")) {
                NDArray label = placed(array.toType(type, true), lying);
                label.setName(role);
                labels.add(label);
            }
        });
        ObjectiveLoss loss = ObjectiveLoss.builder(objective).road(road).build();
        double value;
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDList predictions = new NDList(placed(leaf, lying));
            assertEquals(road, loss.road(labels, predictions));
            NDArray computed = loss.evaluate(labels, predictions);
            value = DjlTensor.of(computed).toArray()[0];
            collector.backward(computed);
        }
        double[] gradient = DjlTensor.of(leaf.getGradient()).toArray();
        return DoubleStream.concat(DoubleStream.of(value), Arrays.stream(gradient))
                .toArray();
    }

    /** The same numbers, lying otherwise; gradients flow through. */
    private static NDArray placed(NDArray array, Lying lying) {
        boolean matrix = array.getShape().dimension() == 2;
        return switch (lying) {
            case CONTIGUOUS -> array;
            case BEHIND_ANOTHER -> {
                long rows = array.getShape().get(0);
                yield array.zerosLike().concat(array, 0).get(new NDIndex("{}:{}", rows, 2 * rows));
            }
            case TRANSPOSED ->
                matrix ? array.transpose().add(array.transpose().zerosLike()).transpose() : array;
            case EVERY_OTHER_COLUMN -> {
                NDArray column = array.expandDims(-1);
                NDArray pairs = column.concat(column.zerosLike(), -1);
                yield pairs.reshape(matrix ? new Shape(array.getShape().get(0), -1) : new Shape(-1))
                        .get(new NDIndex(matrix ? ":, ::2" : "::2"));
            }
        };
    }

    private Map<String, NDArray> inputs(Shape shape, Target target, Beside beside, LossObjective objective) {
        Random random = new Random(shape.size() + 7L * target.ordinal());
        Shape rows = shape.slice(0, 1);
        Map<String, NDArray> inputs = new LinkedHashMap<>();
        inputs.put("prediction", array(shape, () -> 2 * random.nextGaussian()));
        inputs.put(
                "target",
                switch (target) {
                    case NUMBERS -> array(shape, random::nextGaussian);
                    case BITS -> array(shape, () -> random.nextInt(2));
                    case SIGNS -> array(shape, () -> random.nextInt(2) * 2 - 1);
                    case SHARES -> array(shape, random::nextDouble);
                    case CLASS_INDICES -> array(rows, () -> random.nextInt(CLASSES));
                });
        Shape units = objective.loss().classAxis().isPresent() ? rows : shape;
        switch (beside) {
            case NOTHING -> {}
            case WEIGHTS_OF_ROWS -> inputs.put("weights", array(rows, () -> random.nextInt(4) / 2.0));
            case MASK_OF_UNITS -> inputs.put("mask", array(units, () -> random.nextInt(2)));
        }
        return inputs;
    }

    private NDArray array(Shape shape, DoubleSupplier values) {
        return manager.create(DoubleStream.generate(values).limit(shape.size()).toArray(), shape);
    }

    @Test
    void oneWrongTargetAmongThousandsIsFound() {
        ObjectiveLoss hinge = ObjectiveLoss.builder(Objective.of(Losses.of("hinge()")))
                .road(Road.ENGINE)
                .build();
        NDArray target = manager.ones(new Shape(67, 71));
        target.set(new NDIndex("66, 70"), 0.5);
        NDList predictions = new NDList(manager.zeros(new Shape(67, 71)));
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> hinge.evaluate(new NDList(placed(target, Lying.TRANSPOSED)), predictions));
        assertTrue(error.getMessage().contains("got 0.5 at [66, 70]"), error.getMessage());
    }
}
