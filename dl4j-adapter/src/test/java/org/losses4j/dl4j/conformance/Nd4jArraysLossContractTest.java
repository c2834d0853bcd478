package org.losses4j.dl4j.conformance;

import org.losses4j.dl4j.nd4j.ExecutionMode;

/** The same by INDArray operations alone. */
class Nd4jArraysLossContractTest extends Nd4jLossContractTest {
    @Override
    ExecutionMode mode() {
        return ExecutionMode.OPERATIONS;
    }
}
