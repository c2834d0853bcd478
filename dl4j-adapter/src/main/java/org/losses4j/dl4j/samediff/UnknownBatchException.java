package org.losses4j.dl4j.samediff;

/** Thrown where a formula depends on the batch size in a way that a graph with an open batch size cannot follow. */
final class UnknownBatchException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownBatchException(String message) {
        super(message);
    }
}
