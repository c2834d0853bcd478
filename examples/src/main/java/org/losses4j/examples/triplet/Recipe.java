package org.losses4j.examples.triplet;

import java.util.List;
import org.losses4j.Loss;
import org.losses4j.loss.classification.SparseCategoricalCrossEntropy;
import org.losses4j.loss.embedding.Distance;
import org.losses4j.loss.embedding.SemiHardTriplet;
import org.losses4j.loss.embedding.SupervisedContrastive;

/**
 * How an embedding is learnt. The settings of each are the best that were found for it.
 *
 * @param title in tables and pictures
 * @param loss the loss
 * @param naming whether the loss names classes, by a last layer of one output for each behind the embedding
 * @param hidden the number of hidden layers
 * @param dimensions of the embedding
 * @param rate the learning rate, which falls to 0
 * @param decay the weight decay, apart from the gradient
 * @param classes how many in a batch
 */
record Recipe(
        String title, Loss loss, boolean naming, int hidden, int dimensions, double rate, double decay, int classes) {
    /** Images in a batch. */
    static final int BATCH = 128;

    /** Units of a hidden layer. */
    static final int UNITS = 256;

    static final List<Recipe> ALL = List.of(
            comparing("triplet", new SemiHardTriplet(0.3, Distance.COSINE), BATCH / 4),
            comparing("supervised contrastive", new SupervisedContrastive(0.1), BATCH / 2),
            new Recipe("softmax", new SparseCategoricalCrossEntropy(), true, 3, 64, 0.02, 1, BATCH));

    private static Recipe comparing(String title, Loss loss, int classes) {
        return new Recipe(title, loss, false, 2, 128, 0.003, 2, classes);
    }

    static Recipe named(String title) {
        return ALL.stream()
                .filter(recipe -> recipe.title().equals(title))
                .findFirst()
                .orElseThrow();
    }

    int ofEachClass() {
        return BATCH / classes;
    }
}
