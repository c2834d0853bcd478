package org.losses4j.conformance;

class ReferenceExecutionTest extends ExecutionContract {
    private final Execution execution = new ReferenceExecution();

    @Override
    protected Execution execution() {
        return execution;
    }
}
