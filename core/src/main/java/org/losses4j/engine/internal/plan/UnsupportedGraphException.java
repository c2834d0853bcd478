package org.losses4j.engine.internal.plan;

/** Signals that the engine cannot compile a graph's structure. Callers of the engine never see it. */
public class UnsupportedGraphException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnsupportedGraphException(String reason) {
        super(reason, null, false, false);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
