package org.losses4j.benchmarks;

/** A loss of a size, computed by a contender. */
record Measurement(Subject subject, Size size, Contender contender) {

    /** The name, {@code loss/size/contender}. */
    @Override
    public String toString() {
        return subject.lossName() + "/" + size + "/" + contender.title();
    }
}
