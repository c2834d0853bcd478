package org.losses4j.dl4j.conformance;

import org.losses4j.conformance.Execution;
import org.losses4j.conformance.LossContract;
import org.losses4j.dl4j.nd4j.ExecutionMode;

class Nd4jLossContractTest extends LossContract {
    private final Execution execution = new Nd4jConformance(mode());

    ExecutionMode mode() {
        return ExecutionMode.AUTOMATIC;
    }

    @Override
    protected Execution execution() {
        return execution;
    }
}
