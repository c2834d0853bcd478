package org.losses4j.dl4j.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.losses4j.Objective;
import org.losses4j.Reduction;
import org.losses4j.dl4j.ObjectiveOutputLayer;
import org.losses4j.loss.regression.Huber;
import org.losses4j.tensor.Shape;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The engine, which may not fall back here, over arrays as ND4J makes them. */
class FusedExecutionTest {
    private static final Shape SHAPE = Shape.of(7, 19);
    private static final Objective SOFTMAX = Objective.parse("categorical_cross_entropy");
    private static final Objective SPARSE = Objective.parse("sparse_categorical_cross_entropy");

    private final Nd4jExecution engine = new Nd4jExecution(ExecutionMode.FUSED);
    private final Nd4jExecution arrays = new Nd4jExecution(ExecutionMode.OPERATIONS);

    @ParameterizedTest
    @EnumSource(Layouts.class)
    void readsArraysWhereTheyLie(Layouts layout) {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            for (Layouts ofTarget : Layouts.values()) {
                for (String text : List.of("categorical_cross_entropy", "binary_cross_entropy", "huber")) {
                    Map<String, INDArray> inputs = inputs(layout, ofTarget, type);
                    assertAgree(Objective.parse(text), inputs, layout + " " + ofTarget + " " + type + " " + text);
                }
            }
        }
    }

    @Test
    void readsRowsFarWithinALargerArray() {
        INDArray whole = Nd4j.rand(DataType.FLOAT, 4000, 19);
        INDArray prediction = whole.get(NDArrayIndex.interval(3990, 3997), NDArrayIndex.all());
        assertTrue(prediction.offset() > 0);
        Map<String, INDArray> inputs = new LinkedHashMap<>();
        inputs.put("prediction", prediction);
        inputs.put("target", whole.get(NDArrayIndex.interval(3, 10), NDArrayIndex.all()));
        assertAgree(SOFTMAX, inputs, "rows");
        INDArray column = whole.getColumn(5);
        assertAgree(Objective.parse("huber"), Map.of("prediction", column, "target", whole.getColumn(7)), "columns");
        assertAgree(
                Objective.parse("huber"),
                Map.of("prediction", Nd4j.scalar(2.5), "target", Nd4j.scalar(0.5)),
                "scalars");
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"INT", "LONG", "SHORT", "UBYTE", "FLOAT", "DOUBLE", "HALF"})
    void readsClassIndicesOfAnyType(DataType type) {
        Map<String, INDArray> inputs = inputs(Layouts.CONTIGUOUS, Layouts.CONTIGUOUS, DataType.FLOAT);
        INDArray labels = Nd4j.createFromArray(0f, 18f, 3f, 3f, 7f, 11f, 2f).castTo(type);
        inputs.put("target", labels);
        assertAgree(SPARSE, inputs, type.toString());
        inputs.put("target", Nd4j.createFromArray(0f, 19f, 3f, 3f, 7f, 11f, 2f).castTo(type));
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> engine.value(SPARSE, inputs));
        assertTrue(error.getMessage().contains("got 19 at [1]"), error.getMessage());
    }

    @Test
    void gradientsLieAsTheirInputsDo() {
        for (Layouts layout : List.of(Layouts.CONTIGUOUS, Layouts.COLUMN_MAJOR)) {
            Map<String, INDArray> inputs = inputs(layout, Layouts.CONTIGUOUS, DataType.FLOAT);
            INDArray gradient = gradient(engine, SOFTMAX, inputs);
            assertEquals(layout == Layouts.CONTIGUOUS ? 'c' : 'f', gradient.ordering());
            assertFalse(gradient.isView());
        }
    }

    @Test
    void sameArraysWithOtherNumbersAreComputedAnew() {
        Map<String, INDArray> inputs = inputs(Layouts.CONTIGUOUS, Layouts.CONTIGUOUS, DataType.DOUBLE);
        INDArray prediction = Objects.requireNonNull(inputs.get("prediction"));
        double before = engine.value(SOFTMAX, inputs);
        INDArray gradient = gradient(engine, SOFTMAX, inputs);
        prediction.muli(2);
        assertEquals(arrays.value(SOFTMAX, inputs), engine.value(SOFTMAX, inputs), 1e-12);
        assertTrue(Math.abs(before - engine.value(SOFTMAX, inputs)) > 1e-3);
        prediction.divi(2);
        assertEquals(before, engine.value(SOFTMAX, inputs));
        assertEquals(gradient, gradient(engine, SOFTMAX, inputs));
    }

    @Test
    void arraysOfAWorkspaceMayGoAway() {
        WorkspaceConfiguration configuration = WorkspaceConfiguration.builder()
                .initialSize(1 << 20)
                .policyAllocation(AllocationPolicy.STRICT)
                .build();
        Map<String, INDArray> kept = inputs(Layouts.CONTIGUOUS, Layouts.CONTIGUOUS, DataType.DOUBLE);
        double expected = engine.value(SOFTMAX, kept);
        double[] gradient = gradient(engine, SOFTMAX, kept).ravel().toDoubleVector();
        for (int i = 0; i < 3; i++) {
            try (MemoryWorkspace workspace =
                    Nd4j.getWorkspaceManager().getAndActivateWorkspace(configuration, "FusedExecutionTest")) {
                // Another place in the workspace each time.
                Nd4j.create(DataType.DOUBLE, 5 + i);
                Map<String, INDArray> inputs = new LinkedHashMap<>();
                kept.forEach((role, array) -> inputs.put(role, array.dup()));
                assertEquals(expected, engine.value(SOFTMAX, inputs));
                INDArray inside = gradient(engine, SOFTMAX, inputs);
                assertArrayEquals(gradient, inside.ravel().toDoubleVector());
                assertTrue(inside.isAttached());
                assertEquals(
                        workspace.getId(), inside.data().getParentWorkspace().getId());
            }
        }
    }

    @Test
    void severalThreadsShareOneExecution() throws Exception {
        List<Map<String, INDArray>> batches = new ArrayList<>();
        for (int rows : new int[] {1, 3, 32, 33}) {
            batches.add(inputs(Shape.of(rows, 19), Layouts.CONTIGUOUS, Layouts.CONTIGUOUS, DataType.FLOAT));
        }
        List<double[]> expected =
                batches.stream().map(batch -> computed(engine, batch)).toList();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            Nd4jExecution shared = new Nd4jExecution(ExecutionMode.FUSED);
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int seed = thread;
                running.add(pool.submit(() -> {
                    Random random = new Random(seed);
                    for (int i = 0; i < 300; i++) {
                        int batch = random.nextInt(batches.size());
                        // The same arrays in all threads.
                        assertArrayEquals(expected.get(batch), computed(shared, batches.get(batch)));
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get(2, TimeUnit.MINUTES);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void whatItCannotComputeIsComputedByOperations() {
        Nd4jExecution automatic = new Nd4jExecution(ExecutionMode.AUTOMATIC);
        INDArray half = Nd4j.createFromArray(1f, 2f).castTo(DataType.HALF);
        Map<String, INDArray> halves = Map.of("prediction", half, "target", half.mul(2));
        Objective huber = Objective.parse("huber");
        assertEquals(1, automatic.value(huber, halves), 1e-3);
        assertEquals(ExecutionMode.OPERATIONS, engine.executionMode(huber, halves, List.of("prediction")));
        assertEquals(1, engine.value(huber, halves), 1e-3);
        INDArray none = Nd4j.create(DataType.FLOAT, 0, 3);
        Map<String, INDArray> empty = Map.of("prediction", none, "target", none);
        Objective sum =
                Objective.of((prediction, target) -> prediction.sub(target)).reduce(Reduction.SUM);
        assertEquals(0, automatic.value(sum, empty));
        INDArray pixels = Nd4j.rand(DataType.FLOAT, 4, 3, 2);
        Map<String, INDArray> masks = Map.of("prediction", pixels, "target", pixels);
        Objective overlap = Objective.parse("dice(exclusive=true)");
        assertTrue(Double.isFinite(automatic.value(overlap, masks)));
        assertEquals(ExecutionMode.OPERATIONS, engine.executionMode(overlap, masks, List.of("prediction")));
        assertEquals(automatic.value(overlap, masks), engine.value(overlap, masks));
    }

    /** Of the role that comes first, whichever of its names it is given by. */
    @Test
    void theFirstRoleDecidesThePrecision() {
        Objective triplet = Objective.parse("batch_hard_triplet");
        Map<String, INDArray> inputs = new LinkedHashMap<>();
        inputs.put("target", Nd4j.createFromArray(0f, 0f, 1f, 1f));
        inputs.put("prediction", Nd4j.rand(DataType.DOUBLE, 4, 3));
        assertEquals(DataType.DOUBLE, engine.perExample(triplet, inputs).dataType());
    }

    @ParameterizedTest
    @ValueSource(strings = {"automatic", "FUSED", "Operations"})
    void aSystemPropertyChoosesTheMode(String name) {
        String before = System.getProperty(ExecutionMode.PROPERTY);
        try {
            System.setProperty(ExecutionMode.PROPERTY, name);
            assertTrue(ExecutionMode.byDefault().name().equalsIgnoreCase(name));
            for (String none : List.of("", " ", "torchscript", "host")) {
                System.setProperty(ExecutionMode.PROPERTY, none);
                assertEquals(ExecutionMode.AUTOMATIC, ExecutionMode.byDefault(), none);
            }
            System.setProperty(ExecutionMode.PROPERTY, "fast");
            ObjectiveOutputLayer own = new ObjectiveOutputLayer.Builder(new Huber())
                    .nIn(2)
                    .nOut(1)
                    .executionMode(ExecutionMode.FUSED)
                    .build();
            assertEquals("huber", own.getLossFn().name(), "a mode of its own needs no property");
            String message = String.valueOf(assertThrows(IllegalArgumentException.class, ExecutionMode::byDefault)
                    .getMessage());
            assertTrue(message.contains("'fast', wanted one of automatic, fused, operations"), message);
        } finally {
            if (before == null) {
                System.clearProperty(ExecutionMode.PROPERTY);
            } else {
                System.setProperty(ExecutionMode.PROPERTY, before);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 1000", "1000, 1", "3, 17", "257, 129", "70000, 3"})
    void allSizes(int rows, int columns) {
        Map<String, INDArray> inputs =
                inputs(Shape.of(rows, columns), Layouts.CONTIGUOUS, Layouts.CONTIGUOUS, DataType.FLOAT);
        assertAgree(SOFTMAX, inputs, rows + " " + columns);
    }

    private void assertAgree(Objective objective, Map<String, INDArray> inputs, String what) {
        Map<String, INDArray> before = new LinkedHashMap<>();
        inputs.forEach((role, array) -> before.put(role, array.dup()));
        boolean wide = Objects.requireNonNull(inputs.get("prediction")).dataType() == DataType.DOUBLE;
        double tolerance = wide ? 1e-12 : 2e-6;
        // ND4J adds up in the type of its arrays, which 200,000 terms in FLOAT show.
        Map<String, INDArray> exact = new LinkedHashMap<>();
        inputs.forEach((role, array) -> exact.put(role, array.castTo(DataType.DOUBLE)));
        assertEquals(ExecutionMode.FUSED, engine.executionMode(objective, inputs, List.of("prediction")), what);
        double value = arrays.value(objective, exact);
        assertEquals(value, engine.value(objective, inputs), tolerance * Math.max(1, Math.abs(value)), what);
        INDArray expected = gradient(arrays, objective, exact);
        INDArray got = gradient(engine, objective, inputs);
        assertEquals(wide ? DataType.DOUBLE : DataType.FLOAT, got.dataType(), what);
        assertArrayEquals(expected.shape(), got.shape(), what);
        double[] numbers = expected.dup('c').data().asDouble();
        double largest = Arrays.stream(numbers).map(Math::abs).max().orElse(0);
        assertArrayEquals(numbers, got.dup('c').data().asDouble(), tolerance * largest, what);
        assertArrayEquals(
                arrays.perExample(objective, exact).toDoubleVector(),
                engine.perExample(objective, inputs).toDoubleVector(),
                tolerance * 10,
                what);
        assertEquals(before, inputs, what);
    }

    private static double[] computed(Nd4jExecution execution, Map<String, INDArray> inputs) {
        Nd4jExecution.Result result = execution.compute(SOFTMAX, inputs, List.of("prediction"));
        double[] gradient = Objects.requireNonNull(result.gradients().get("prediction"))
                .ravel()
                .toDoubleVector();
        double[] all = Arrays.copyOf(gradient, gradient.length + 1);
        all[gradient.length] = result.value().getDouble(0);
        return all;
    }

    private static INDArray gradient(Nd4jExecution execution, Objective objective, Map<String, INDArray> inputs) {
        return Objects.requireNonNull(
                execution.gradients(objective, inputs, List.of("prediction"), 1).get("prediction"));
    }

    /** Arrays under an objective's own roles, in their order. */
    private static Map<String, INDArray> named(Objective objective, Map<String, INDArray> arrays) {
        Map<String, INDArray> named = new LinkedHashMap<>();
        List<INDArray> values = new ArrayList<>(arrays.values());
        for (int i = 0; i < values.size(); i++) {
            named.put(objective.roles().get(i).name(), values.get(i));
        }
        return named;
    }

    private static Map<String, INDArray> inputs(Layouts ofPrediction, Layouts ofTarget, DataType type) {
        return inputs(SHAPE, ofPrediction, ofTarget, type);
    }

    /** Logits, and rows of targets that sum to 1. */
    private static Map<String, INDArray> inputs(Shape shape, Layouts ofPrediction, Layouts ofTarget, DataType type) {
        Random random = new Random(shape.size());
        double[] prediction = new double[shape.size()];
        double[] target = new double[shape.size()];
        int columns = shape.extent(1);
        for (int row = 0; row < shape.extent(0); row++) {
            double share = random.nextDouble();
            for (int column = 0; column < columns; column++) {
                prediction[row * columns + column] = 3 * random.nextGaussian();
            }
            target[row * columns + random.nextInt(columns)] += share;
            target[row * columns + random.nextInt(columns)] += 1 - share;
        }
        Map<String, INDArray> inputs = new LinkedHashMap<>();
        inputs.put("prediction", ofPrediction.array(prediction, shape, type));
        inputs.put("target", ofTarget.array(target, shape, type));
        return inputs;
    }
}
