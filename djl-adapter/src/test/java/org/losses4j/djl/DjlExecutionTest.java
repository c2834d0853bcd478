package org.losses4j.djl;

import org.junit.jupiter.api.Nested;
import org.losses4j.conformance.Execution;
import org.losses4j.conformance.ExecutionContract;

/** The recorded cases on every road of the adapter. */
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
        private static final Execution EXECUTION = DjlExecution.on(Road.ENGINE);

        @Override
        protected Execution execution() {
            return EXECUTION;
        }
    }

    @Nested
    class ByAutograd extends ExecutionContract {
        private static final Execution EXECUTION = DjlExecution.on(Road.AUTOGRAD);

        @Override
        protected Execution execution() {
            return EXECUTION;
        }
    }

    @Nested
    class ByTorchScript extends ExecutionContract {
        private static final Execution EXECUTION = DjlExecution.on(Road.TORCHSCRIPT);

        @Override
        protected Execution execution() {
            return EXECUTION;
        }
    }

    @Nested
    class OnTheHost extends ExecutionContract {
        private static final Execution EXECUTION = DjlExecution.on(Road.HOST);

        @Override
        protected Execution execution() {
            return EXECUTION;
        }
    }
}
