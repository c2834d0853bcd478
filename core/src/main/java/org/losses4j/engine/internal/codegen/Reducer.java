package org.losses4j.engine.internal.codegen;

/** What a loop of lanes reduces into. */
interface Reducer {

    void add(int element);

    /** A scalar variable: all lanes combined, and an earlier result. */
    int folded(Lanes lanes, int earlier);
}
