package org.losses4j.engine.internal.codegen;

/** Writes the code that reduces, in a loop, one element after the other in each lane. */
interface Reducer {

    void add(int element);

    /** Combines all lanes into a scalar variable. */
    int folded(Lanes lanes);
}
