package org.losses4j.dl4j;

import org.losses4j.conformance.Execution;
import org.losses4j.conformance.LossContract;

class Nd4jLossContractTest extends LossContract {
    private final Execution execution = new Nd4jConformance(road());

    Nd4jRoad road() {
        return Nd4jRoad.AUTOMATIC;
    }

    @Override
    protected Execution execution() {
        return execution;
    }
}
