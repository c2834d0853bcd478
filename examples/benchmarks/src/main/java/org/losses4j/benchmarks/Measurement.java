package org.losses4j.benchmarks;

/** A measurement to make: a loss, the size of its prediction, and the contender that computes it. */
record Measurement(Subject subject, Size size, Contender contender) {

    /** The name, {@code loss/size/contender}. */
    @Override
    public String toString() {
        return subject.lossName() + "/" + size + "/" + contender.title();
    }
}
