package org.losses4j.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.conformance.Execution;
import org.losses4j.conformance.ReferenceExecution;
import org.losses4j.djl.execution.ExecutionMode;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

class CrossBatchMemoryTest {
    private static final int FEATURES = 3;
    private static final Objective LOSS = Objective.parse("batch_hard_triplet");

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /** Each step against the formula, with the examples before it as references. */
    @ParameterizedTest
    @EnumSource(ExecutionMode.class)
    void aBatchIsComparedWithThoseBeforeIt(ExecutionMode mode) {
        ObjectiveLoss loss = ObjectiveLoss.builder(LOSS)
                .executionMode(mode)
                .crossBatchMemory(8)
                .build();
        double[] held = {};
        double[] heldTargets = {};
        for (int step = 0; step < 4; step++) {
            double[] embedding = new Random(step).doubles(15, -2, 2).toArray();
            double[] target = {0, 1, 2, step % 3, 1};
            Execution.Outcome wanted = expected(embedding, target, held, heldTargets);
            NDArray given = manager.create(embedding).reshape(5, FEATURES);
            given.setRequiresGradient(true);
            NDArray labels = manager.create(new long[] {0, 1, 2, step % 3, 1});
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray computed = given.neg().neg();
                int before = manager.getManagedArrays().size();
                NDArray value = loss.evaluate(new NDList(labels), new NDList(computed));
                loss.addAccumulator("train");
                loss.updateAccumulators(new String[] {"train"}, new NDList(labels), new NDList(computed));
                assertEquals(before + 1, manager.getManagedArrays().size(), "the value is there, and nothing else");
                assertEquals(wanted.value().item(), value.getDouble(), 1e-12);
                assertEquals(wanted.value().item(), loss.getAccumulator("train"), 1e-6);
                collector.backward(value);
            }
            assertArrayEquals(own(wanted).toArray(), given.getGradient().toDoubleArray(), 1e-12);
            held = last(8 * FEATURES, held, embedding);
            heldTargets = last(8, heldTargets, target);
        }
    }

    /** The gradient by the embeddings, with what they get as the first of the references. */
    private static Tensor own(Execution.Outcome outcome) {
        Tensor own = outcome.gradients().get("embedding");
        Tensor references = outcome.gradients().get(Role.REFERENCE);
        return references == null
                ? own
                : own.add(ReferenceTensor.of(
                        Arrays.copyOf(references.toArray(), own.shape().size()),
                        own.shape().toArray()));
    }

    private static Execution.Outcome expected(
            double[] embedding, double[] target, double[] held, double[] heldTargets) {
        Map<String, ReferenceTensor> inputs = new LinkedHashMap<>();
        inputs.put("embedding", rows(embedding));
        inputs.put("target", ReferenceTensor.of(target, target.length));
        if (held.length == 0) {
            return new ReferenceExecution().run(LOSS, inputs, List.of("embedding"));
        }
        double[] targets = last(target.length + heldTargets.length, target, heldTargets);
        inputs.put(Role.REFERENCE, rows(last(embedding.length + held.length, embedding, held)));
        inputs.put(Role.REFERENCE_TARGET, ReferenceTensor.of(targets, targets.length));
        return new ReferenceExecution().run(LOSS, inputs, List.of("embedding", Role.REFERENCE));
    }

    private static ReferenceTensor rows(double[] values) {
        return ReferenceTensor.of(values, values.length / FEATURES, FEATURES);
    }

    private static double[] last(int most, double[] first, double[] second) {
        double[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return Arrays.copyOfRange(all, Math.max(0, all.length - most), all.length);
    }

    @Test
    void valuesOfValidationAreOfTheBatchAlone() {
        ObjectiveLoss loss = ObjectiveLoss.builder(LOSS).crossBatchMemory(100).build();
        train(loss, DataType.FLOAT32);
        NDList labels = labels();
        NDList predictions = predictions(7, DataType.FLOAT32);
        float alone = new ObjectiveLoss(LOSS).evaluate(labels, predictions).getFloat();
        assertEquals(alone, loss.evaluate(labels, predictions).getFloat(), 1e-6);
        loss.updateAccumulators(new String[] {"validate"}, labels, predictions);
        assertEquals(alone, loss.getAccumulator("validate"), 1e-6);
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT16", "FLOAT32", "FLOAT64"})
    void anyTypeOfEmbeddingsIsHeld(DataType type) {
        ObjectiveLoss loss = ObjectiveLoss.builder(LOSS).crossBatchMemory(100).build();
        train(loss, type);
        assertTrue(Double.isFinite(train(loss, type)));
    }

    private double train(ObjectiveLoss loss, DataType type) {
        NDList predictions = predictions(3, type);
        predictions.get(0).setRequiresGradient(true);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray value = loss.evaluate(labels(), predictions);
            collector.backward(value);
            return value.toType(DataType.FLOAT64, true).getDouble();
        }
    }

    @Test
    void referencesComeFromTheMemoryOrTheUser() {
        ObjectiveLoss loss = ObjectiveLoss.builder(LOSS)
                .predictions("embedding", Role.REFERENCE)
                .labels("target", Role.REFERENCE_TARGET)
                .crossBatchMemory(100)
                .build();
        NDArray embedding = predictions(3, DataType.FLOAT32).get(0);
        NDArray target = labels().get(0);
        assertThrows(
                IllegalArgumentException.class,
                () -> loss.evaluate(new NDList(target, target), new NDList(embedding, embedding)));
    }

    @Test
    void otherLossesHaveNone() {
        ObjectiveLoss.Builder builder = ObjectiveLoss.builder(Objective.parse("huber"));
        assertThrows(IllegalArgumentException.class, () -> builder.crossBatchMemory(10));
    }

    private NDList labels() {
        return new NDList(manager.create(new long[] {0, 1, 0, 1}));
    }

    private NDList predictions(long seed, DataType type) {
        float[] values = new float[4 * FEATURES];
        Random random = new Random(seed);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return new NDList(manager.create(values, new Shape(4, FEATURES)).toType(type, true));
    }
}
