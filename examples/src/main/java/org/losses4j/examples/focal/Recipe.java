package org.losses4j.examples.focal;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.losses4j.CompositeObjective;
import org.losses4j.LossObjective;
import org.losses4j.Objective;
import org.losses4j.Reduction;
import org.losses4j.Role;
import org.losses4j.loss.classification.BinaryCrossEntropy;
import org.losses4j.loss.classification.SigmoidFocal;
import org.losses4j.loss.detection.BoxFormat;
import org.losses4j.loss.detection.GeneralizedIou;

/**
 * What a detector is trained on: a loss of all cells and classes, summed over a scene, and one of the boxes where there is an
 * object. The settings of each are the best that were found for it.
 *
 * @param title in tables and pictures
 * @param kinds the loss of the logits, [N, 32, 32, K]
 * @param boxes the loss of the boxes, [N, 32, 32, 4], the mean over those that there are
 * @param rate the learning rate, which falls to 0
 */
record Recipe(String title, Objective kinds, Objective boxes, double rate) {
    /** The standard deviation of the first weights of an output. */
    static final double FIRST_WEIGHT = 0.01;

    /** The share of objects that a new network expects among the cells, for each class. */
    private static final double PRIOR = 0.01;

    /** The first bias of each logit. */
    static final double FIRST_LOGIT = Math.log(PRIOR / (1 - PRIOR));

    private static final double POSITIVE_WEIGHT = 100;

    /** The recipes for so many classes of objects. */
    static List<Recipe> all(int kinds) {
        double[] weights = new double[kinds];
        Arrays.fill(weights, POSITIVE_WEIGHT);
        LossObjective crossEntropy = Objective.of(new BinaryCrossEntropy());
        return List.of(
                recipe("focal", Objective.of(new SigmoidFocal(0.25, 2)), 0.2, 0.0075),
                recipe("cross-entropy", crossEntropy, 1, 0.01),
                recipe("weighted cross-entropy", crossEntropy.fix(Role.POS_WEIGHT, weights), 1, 0.01));
    }

    private static Recipe recipe(String title, LossObjective kinds, double boxFactor, double rate) {
        return new Recipe(title, kinds.reduce(Reduction.DL4J), boxes(boxFactor), rate);
    }

    private static Objective boxes(double factor) {
        return new CompositeObjective(List.of(new CompositeObjective.Term(
                factor, Objective.of(new GeneralizedIou(1e-7, BoxFormat.CENTER_LOG_SIZE)))));
    }

    static Recipe named(String title, int kinds) {
        return all(kinds).stream()
                .filter(recipe -> recipe.title().equals(title))
                .findFirst()
                .orElseThrow();
    }

    /** The sum, over the predictions {@code prediction} and {@code boxes}. */
    Objective objective() {
        return new CompositeObjective(List.of(
                new CompositeObjective.Term(1, kinds),
                new CompositeObjective.Term(
                        1,
                        boxes,
                        Map.of(
                                "prediction", "boxes",
                                "target", "true_boxes",
                                "mask", "positive"))));
    }
}
