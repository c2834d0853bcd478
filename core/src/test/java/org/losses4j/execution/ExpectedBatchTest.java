package org.losses4j.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.PointwiseLoss;
import org.losses4j.Role;
import org.losses4j.engine.Engine;
import org.losses4j.engine.EngineFixtures;
import org.losses4j.engine.EngineOptions;
import org.losses4j.engine.internal.codegen.VectorModule;
import org.losses4j.engine.internal.run.KernelTiers;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** What is prepared in advance is what a training needs. */
class ExpectedBatchTest {
    private static final Shape EXPECTED = Shape.of(64, 128);
    private static final List<String> TRAINED = List.of(Role.PREDICTION);
    private static final List<Shape> BATCHES =
            List.of(Shape.of(256, 1000), Shape.of(77, 1000), Shape.of(3_520, 100), Shape.of(6_400, 100));

    private final AtomicInteger kernels = new AtomicInteger();
    private final Engine engine =
            EngineFixtures.tiered(new EngineOptions(), (laneByLane, vectors, scratch, elements) -> {
                kernels.incrementAndGet();
                return KernelTiers.byTrials(laneByLane, vectors, scratch, elements);
            });
    private final FusedObjectives objectives = new FusedObjectives(engine, new Programs());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mean_squared_error",
                "huber",
                "log_cosh",
                "binary_cross_entropy",
                "sigmoid_focal",
                "categorical_cross_entropy",
                "sparse_categorical_cross_entropy",
                "softmax_focal",
                "kl_divergence"
            })
    void aTrainingNeedsNoOtherKernel(String loss) {
        Objective objective = Objective.parse(loss);
        for (boolean timesExamples : List.of(false, true)) {
            objectives.prepareExpected(objective, EXPECTED, TRAINED, ExpectedBatchTest::layout, timesExamples);
            objectives.prepareExpectedChecks(objective, EXPECTED, ExpectedBatchTest::layout);
            int expected = kernels.get();
            assertEquals(VectorModule.lanes(Precision.FLOAT32) > 1, expected > 0);
            for (Shape first : BATCHES) {
                prepare(objective, first, timesExamples ? first.extent(0) : 1);
            }
            assertEquals(expected, kernels.get());
        }
    }

    private void prepare(Objective objective, Shape first, int factor) {
        boolean sparse = objective.name().startsWith("sparse");
        Map<String, Layout> inputs = new LinkedHashMap<>();
        inputs.put(Role.PREDICTION, layout(first));
        inputs.put(Role.TARGET, layout(sparse ? first.leading(1) : first));
        Map<String, Layout> gradients = Map.of(Role.PREDICTION, layout(first));
        assertTrue(objectives
                .prepare(objective, Computation.VALUE_AND_GRADIENTS, Precision.FLOAT32, inputs, gradients, factor)
                .isPresent());
    }

    /** A loss of a user, registered or not. */
    private record OwnLoss() implements PointwiseLoss {
        @Override
        public Tensor formula(Tensor prediction, Tensor target) {
            throw new AssertionError("run without a batch");
        }
    }

    /** Formulas of users are left alone, and so are losses whose other inputs have shapes of their own. */
    @Test
    void onlyKnownShapesOfTheLibrarysLossesAreExpected() {
        assertTrue(of(Objective.of(new OwnLoss())).isEmpty());
        assertTrue(of(Objective.parse("categorical_cross_entropy(axis=5)")).isEmpty());
        assertTrue(of(Objective.of((PointwiseLoss) (prediction, target) -> {
                    throw new AssertionError("run without a batch");
                }))
                .isEmpty());
        assertTrue(of(Objective.parse("ctc")).isEmpty());
        assertTrue(of(Objective.parse("giou")).isEmpty());
        long expected = Losses.registered().types().stream()
                .filter(type -> of(Objective.of(type.defaults())).isPresent())
                .count();
        assertTrue(expected > 50, "expected: " + expected);
    }

    private static Optional<ExpectedBatch> of(Objective objective) {
        return ExpectedBatch.isForeseen(objective)
                ? ExpectedBatch.of(objective, EXPECTED, TRAINED, ExpectedBatchTest::layout)
                : Optional.empty();
    }

    private static Layout layout(Shape shape) {
        return Layout.rowMajor(shape).in(Layout.Storage.BYTES);
    }
}
