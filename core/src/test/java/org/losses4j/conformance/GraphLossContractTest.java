package org.losses4j.conformance;

class GraphLossContractTest extends LossContract {
    private final Execution execution = new GraphExecution();

    @Override
    protected Execution execution() {
        return execution;
    }
}
