package org.losses4j.djl.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.losses4j.LossObjective;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.Reduction;
import org.losses4j.Role;
import org.losses4j.conformance.Execution;
import org.losses4j.conformance.ExecutionContract;
import org.losses4j.conformance.Placement;
import org.losses4j.djl.execution.ExecutionMode;
import org.losses4j.engine.memory.Layout;
import org.losses4j.tensor.ReferenceTensor;

/** The recorded cases on every mode of the adapter. */
class DjlExecutionTest {

    @Nested
    class Automatic extends ExecutionContract {
        private static final Execution EXECUTION = DjlExecution.automatic();

        @Override
        protected Execution execution() {
            return EXECUTION;
        }
    }

    @Nested
    class ByTheEngine extends ExecutionContract {
        private static final Execution EXECUTION = DjlExecution.on(ExecutionMode.FUSED);

        @Override
        protected Execution execution() {
            return EXECUTION;
        }
    }

    @Nested
    class ByAutograd extends ExecutionContract {
        private static final Execution EXECUTION = DjlExecution.on(ExecutionMode.OPERATIONS);

        @Override
        protected Execution execution() {
            return EXECUTION;
        }
    }

    @Nested
    class ByTorchScript extends ExecutionContract {
        private static final Execution EXECUTION = DjlExecution.on(ExecutionMode.TORCHSCRIPT);

        @Override
        protected Execution execution() {
            return EXECUTION;
        }
    }

    @Nested
    class OnTheHost extends ExecutionContract {
        private static final Execution EXECUTION = DjlExecution.on(ExecutionMode.HOST);

        @Override
        protected Execution execution() {
            return EXECUTION;
        }
    }

    /** A network's output behind a transposition is a view: what is computed of it must not be written over another array. */
    @ParameterizedTest
    @EnumSource(ExecutionMode.class)
    void unreducedValuesOfTransposedPredictions(ExecutionMode mode) {
        ReferenceTensor prediction = ReferenceTensor.of(new double[] {1, -2, 3, -4, 5, -6}, 1, 3, 2);
        ReferenceTensor target = ReferenceTensor.of(new double[6], 1, 3, 2);
        LossObjective objective = Objective.of(Losses.of("mean_squared_error")).reduce(Reduction.NONE);
        Placement transposed = new Placement(List.of(0, 2, 1), 1, 0, Layout.Storage.ARRAY);

        Execution.Outcome outcome = DjlExecution.on(mode)
                .run(
                        objective,
                        Map.of(Role.PREDICTION, prediction, Role.TARGET, target),
                        Map.of(Role.PREDICTION, transposed),
                        List.of(Role.PREDICTION));

        assertArrayEquals(new double[] {1, 4, 9, 16, 25, 36}, outcome.value().toArray());
        assertArrayEquals(
                new double[] {2, -4, 6, -8, 10, -12},
                outcome.gradients().get(Role.PREDICTION).toArray());
    }
}
