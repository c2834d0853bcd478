package org.losses4j.dl4j.conformance;

import org.losses4j.conformance.Execution;
import org.losses4j.conformance.ExecutionContract;

/** All recorded cases through real networks. */
class NetworkExecutionTest extends ExecutionContract {
    private final NetworkExecution execution = new NetworkExecution();

    @Override
    protected Execution execution() {
        return execution;
    }
}
