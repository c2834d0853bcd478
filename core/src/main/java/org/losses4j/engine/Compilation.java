package org.losses4j.engine;

/** The outcome of a compilation: a program, or why there is none. */
public sealed interface Compilation {

    /** The engine runs it. */
    record Compiled(FusedProgram program) implements Compilation {}

    /**
     * The graph has a structure that the engine does not take; evaluate it over tensors instead.
     *
     * @param reason what it met
     */
    record Unsupported(String reason) implements Compilation {}

    /**
     * The engine has a fault, which this graph met; evaluate it over tensors instead.
     *
     * @param fault what was thrown
     */
    record Failed(Throwable fault) implements Compilation {}
}
