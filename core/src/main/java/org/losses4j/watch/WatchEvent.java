package org.losses4j.watch;

/** A fault of a training that a {@link TrainingMonitor} has noticed. Steps are counted from 1, a step being one parameter update. */
public sealed interface WatchEvent
        permits NonFiniteLoss,
                StalledLoss,
                DivergingValidation,
                VanishingOutputGradient,
                CollapsedEmbedding,
                EmptyEpoch {

    /** The training step at which the fault was noticed. */
    long step();

    /** The symptom in words, with numbers. */
    String symptom();

    /** The most frequent cause. */
    String cause();

    /** The remedies to try, the likeliest first. */
    String remedy();

    /** Symptom, cause and remedy in one text, for a log. */
    default String message() {
        return symptom() + " Likely cause: " + cause() + " Remedy: " + remedy();
    }
}
