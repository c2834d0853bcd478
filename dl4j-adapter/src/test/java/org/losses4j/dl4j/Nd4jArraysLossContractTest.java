package org.losses4j.dl4j;

/** The same by INDArray operations alone. */
class Nd4jArraysLossContractTest extends Nd4jLossContractTest {
    @Override
    Nd4jRoad road() {
        return Nd4jRoad.ARRAYS;
    }
}
