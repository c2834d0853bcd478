package org.losses4j.djl.conformance;

import org.junit.jupiter.api.Nested;
import org.losses4j.conformance.Execution;
import org.losses4j.conformance.LossContract;
import org.losses4j.djl.execution.Road;

/** What holds for every registered loss, on every road. */
class DjlLossContractTest {

    @Nested
    class ByTheEngine extends LossContract {
        private static final Execution EXECUTION = DjlExecution.on(Road.ENGINE);

        @Override
        protected Execution execution() {
            return EXECUTION;
        }
    }

    @Nested
    class ByAutograd extends LossContract {
        private static final Execution EXECUTION = DjlExecution.on(Road.AUTOGRAD);

        @Override
        protected Execution execution() {
            return EXECUTION;
        }
    }

    @Nested
    class ByTorchScript extends LossContract {
        private static final Execution EXECUTION = DjlExecution.on(Road.TORCHSCRIPT);

        @Override
        protected Execution execution() {
            return EXECUTION;
        }
    }

    @Nested
    class OnTheHost extends LossContract {
        private static final Execution EXECUTION = DjlExecution.on(Road.HOST);

        @Override
        protected Execution execution() {
            return EXECUTION;
        }
    }
}
