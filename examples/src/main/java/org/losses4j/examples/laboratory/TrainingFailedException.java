package org.losses4j.examples.laboratory;

/** A training that came to nothing that could be judged; the message is for the user. */
public final class TrainingFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TrainingFailedException(String message) {
        super(message);
    }
}
