package org.losses4j.engine.internal.codegen;

/** A reduction of a loop over lanes. */
interface Reducer {

    void add(int element);

    /** A scalar variable: all lanes combined, and an earlier result. */
    int folded(Lanes lanes, int earlier);
}
