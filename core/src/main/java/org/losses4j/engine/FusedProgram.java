package org.losses4j.engine;

import java.util.List;
import org.losses4j.engine.memory.Elements;

/** A compiled graph, for the shapes, layouts and precision that it was compiled for. Safe for several threads. */
public sealed interface FusedProgram permits SweepProgram, StagedProgram {

    /** The roles of the inputs that the program reads, in the order in which {@link #run} takes their memory. */
    List<String> roles();

    /**
     * Computes the graph's outputs.
     *
     * @param inputs the memory of the inputs, in the order of {@link #roles}; no reference to it is kept
     * @param outputs the memory of the outputs, in the graph's order; may not overlap with the inputs
     * @throws IllegalArgumentException if the number of inputs or outputs is wrong, or memory is of another kind than its layout
     *     says, or too small for it
     */
    void run(List<Elements> inputs, List<Elements> outputs);

    /** Prints what the program does, in the order of execution. */
    String disassemble();
}
