package org.losses4j.conformance;

class GraphExecutionTest extends ExecutionContract {
    private final Execution execution = new GraphExecution();

    @Override
    protected Execution execution() {
        return execution;
    }
}
