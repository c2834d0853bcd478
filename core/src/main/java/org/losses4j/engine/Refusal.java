package org.losses4j.engine;

/** Ends a compilation: the graph has a structure that the engine does not take. Never leaves {@link Engine}. */
class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refusal(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
