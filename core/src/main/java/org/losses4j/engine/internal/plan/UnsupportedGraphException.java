package org.losses4j.engine.internal.plan;

/** Ends a compilation: the graph has a structure that the engine does not take. Never leaves the engine. */
public class UnsupportedGraphException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnsupportedGraphException(String reason) {
        super(reason, null, false, false);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
