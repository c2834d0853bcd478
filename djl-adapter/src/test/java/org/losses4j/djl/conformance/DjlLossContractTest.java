package org.losses4j.djl.conformance;

import org.junit.jupiter.api.Nested;
import org.losses4j.conformance.Execution;
import org.losses4j.conformance.LossContract;
import org.losses4j.djl.execution.ExecutionMode;

/** What holds for every registered loss, on every mode. */
class DjlLossContractTest {

    @Nested
    class ByTheEngine extends LossContract {
        private static final Execution EXECUTION = DjlExecution.on(ExecutionMode.FUSED);

        @Override
        protected Execution execution() {
            return EXECUTION;
        }
    }

    @Nested
    class ByAutograd extends LossContract {
        private static final Execution EXECUTION = DjlExecution.on(ExecutionMode.OPERATIONS);

        @Override
        protected Execution execution() {
            return EXECUTION;
        }
    }

    @Nested
    class ByTorchScript extends LossContract {
        private static final Execution EXECUTION = DjlExecution.on(ExecutionMode.TORCHSCRIPT);

        @Override
        protected Execution execution() {
            return EXECUTION;
        }
    }

    @Nested
    class OnTheHost extends LossContract {
        private static final Execution EXECUTION = DjlExecution.on(ExecutionMode.HOST);

        @Override
        protected Execution execution() {
            return EXECUTION;
        }
    }
}
