package org.losses4j.watch;

import java.util.Locale;

/**
 * The loss stays at the value that it has when all embeddings of a batch are equal: the network tells no two examples apart.
 *
 * @param step the step at which it was noticed
 * @param since the step since which the loss has not moved
 * @param loss the loss now
 * @param collapsed the loss of the same batch if all its embeddings were equal
 */
public record CollapsedEmbedding(long step, long since, double loss, double collapsed) implements WatchEvent {

    @Override
    public String symptom() {
        return String.format(
                Locale.ROOT,
                "The embedding has collapsed: from step %d to %d the loss stays at %.4g, and it is %.4g when all embeddings of a"
                        + " batch are equal.",
                since,
                step,
                loss,
                collapsed);
    }

    @Override
    public String cause() {
        return "the hardest triplets of a batch, as batch_hard_triplet takes them, from the start, or a learning rate that is"
                + " too large: to put all points in one place is a quick way to less loss, and no gradient leads out of it.";
    }

    @Override
    public String remedy() {
        return "start anew with semi_hard_triplet, at least for the first epochs; a learning rate ten times smaller, or one that"
                + " is warmed up; several examples of each class in a batch.";
    }
}
