package org.losses4j.watch;

/** A fault of a training that a {@link TrainingMonitor} has noticed. Steps are counted from 1, a step being one parameter update. */
public sealed interface WatchEvent
        permits NonFiniteLoss,
                StalledLoss,
                DivergingValidation,
                VanishingOutputGradient,
                CollapsedEmbedding,
                EmptyEpoch {

    /** The training step at which it was noticed. */
    long step();

    /** What is seen, with numbers. */
    String symptom();

    /** What most often is behind it. */
    String cause();

    /** What to try, the likeliest first. */
    String remedy();

    /** All of it, for a log. */
    default String message() {
        return symptom() + " Likely cause: " + cause() + " Remedy: " + remedy();
    }
}
