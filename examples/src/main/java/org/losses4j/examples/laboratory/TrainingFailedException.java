package org.losses4j.examples.laboratory;

/** Reports a training that gave nothing to judge; the message is for the user. */
public final class TrainingFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TrainingFailedException(String message) {
        super(message);
    }
}
