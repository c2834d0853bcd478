package org.losses4j.engine;

/** The outcome of a compilation: a program, or why there is none. */
public sealed interface Compilation {

    /** The engine has compiled the graph; {@code program} computes its outputs. */
    record Compiled(FusedProgram program) implements Compilation {}

    /**
     * The graph has a structure that the engine cannot compile; evaluate it over tensors instead.
     *
     * @param reason the structure, as in "reductions within reductions"
     */
    record Unsupported(String reason) implements Compilation {}

    /**
     * The compiler threw an error, which is a fault of the engine; evaluate the graph over tensors instead.
     *
     * @param fault the exception or error
     */
    record Failed(Throwable fault) implements Compilation {}
}
