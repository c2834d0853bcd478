package org.losses4j.dl4j.nd4j;

/** The same by INDArray operations alone. */
class Nd4jArraysExecutionTest extends Nd4jExecutionTest {
    @Override
    ExecutionMode mode() {
        return ExecutionMode.OPERATIONS;
    }
}
