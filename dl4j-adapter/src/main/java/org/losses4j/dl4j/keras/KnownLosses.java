package org.losses4j.dl4j.keras;

import static org.losses4j.ExampleReduction.MEAN;
import static org.losses4j.ExampleReduction.SUM;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.losses4j.ExampleReduction;
import org.losses4j.Loss;
import org.losses4j.loss.classification.BinaryCrossEntropy;
import org.losses4j.loss.classification.CategoricalCrossEntropy;
import org.losses4j.loss.classification.CategoricalHinge;
import org.losses4j.loss.classification.GeneralizedCrossEntropy;
import org.losses4j.loss.classification.Hinge;
import org.losses4j.loss.classification.KlDivergence;
import org.losses4j.loss.classification.SigmoidFocal;
import org.losses4j.loss.classification.SoftmaxFocal;
import org.losses4j.loss.classification.SparseCategoricalCrossEntropy;
import org.losses4j.loss.classification.SquaredHinge;
import org.losses4j.loss.embedding.CosineSimilarity;
import org.losses4j.loss.regression.Huber;
import org.losses4j.loss.regression.LogCosh;
import org.losses4j.loss.regression.MeanAbsoluteError;
import org.losses4j.loss.regression.MeanAbsolutePercentageError;
import org.losses4j.loss.regression.MeanSquaredError;
import org.losses4j.loss.regression.MeanSquaredLogarithmicError;
import org.losses4j.loss.regression.Poisson;
import org.losses4j.loss.segmentation.Aggregate;
import org.losses4j.loss.segmentation.Dice;
import org.losses4j.loss.segmentation.Tversky;
import org.losses4j.loss.sequence.Ctc;

/** The losses of Keras that have a counterpart here. */
final class KnownLosses {
    private static final double EPSILON = 1e-7;

    /** The least length of a vector: Keras 2 divides by the root of no less than 1e-12. */
    private static final double SHORTEST = 1e-6;

    private KnownLosses() {}

    static final List<KnownLoss> ALL = List.of(
            of(p -> new MeanSquaredError(), "MeanSquaredError", "mean_squared_error", "mse"),
            of(p -> new MeanAbsoluteError(), "MeanAbsoluteError", "mean_absolute_error", "mae"),
            of(
                    p -> new MeanAbsolutePercentageError(EPSILON),
                    "MeanAbsolutePercentageError",
                    "mean_absolute_percentage_error",
                    "mape"),
            of(
                    p -> new MeanSquaredLogarithmicError(EPSILON),
                    "MeanSquaredLogarithmicError",
                    "mean_squared_logarithmic_error",
                    "msle"),
            of(p -> new Huber(p.number("delta", 1)), "Huber", "huber", "huber_loss"),
            of(p -> new LogCosh(), "LogCosh", "log_cosh", "logcosh"),
            of(p -> new Poisson(EPSILON), "Poisson", "poisson"),
            of(KnownLosses::cosineSimilarity, "CosineSimilarity", "cosine_similarity", "cosine_proximity", "cosine"),
            of(p -> new Hinge(), "Hinge", "hinge"),
            of(p -> new SquaredHinge(), "SquaredHinge", "squared_hinge"),
            of(p -> new CategoricalHinge(), "CategoricalHinge", "categorical_hinge"),
            summed(
                    p -> new KlDivergence(false, false, EPSILON),
                    "KLDivergence",
                    "kl_divergence",
                    "kullback_leibler_divergence",
                    "kld"),
            of(KnownLosses::binaryCrossEntropy, "BinaryCrossentropy", "binary_crossentropy", "bce"),
            of(KnownLosses::binaryFocal, "BinaryFocalCrossentropy", "binary_focal_crossentropy"),
            of(KnownLosses::categoricalCrossEntropy, "CategoricalCrossentropy", "categorical_crossentropy"),
            of(KnownLosses::categoricalFocal, "CategoricalFocalCrossentropy", "categorical_focal_crossentropy"),
            of(
                    KnownLosses::sparseCategoricalCrossEntropy,
                    "SparseCategoricalCrossentropy",
                    "sparse_categorical_crossentropy"),
            of(
                    p -> new GeneralizedCrossEntropy(p.number("q", 0.5), false),
                    "CategoricalGeneralizedCrossEntropy",
                    "categorical_generalized_cross_entropy"),
            of(KnownLosses::dice, "Dice", "dice"),
            of(KnownLosses::tversky, "Tversky", "tversky"),
            ofSequences(p -> new Ctc(), "CTC", "ctc"));

    /** The loss that Keras calls {@code name}, in whatever letters. */
    static Optional<KnownLoss> find(String name) {
        return ALL.stream()
                .filter(known -> known.names().stream().anyMatch(name::equalsIgnoreCase))
                .findFirst();
    }

    private static KnownLoss of(Function<LossParameters, Loss> counterpart, String... names) {
        return new KnownLoss(counterpart, MEAN, true, List.of(names));
    }

    private static KnownLoss summed(Function<LossParameters, Loss> counterpart, String... names) {
        return new KnownLoss(counterpart, SUM, true, List.of(names));
    }

    private static KnownLoss ofSequences(Function<LossParameters, Loss> counterpart, String... names) {
        return new KnownLoss(counterpart, ExampleReduction.MEAN, false, List.of(names));
    }

    private static Loss cosineSimilarity(LossParameters given) {
        given.requireLastAxis();
        return new CosineSimilarity(CosineSimilarity.Output.NEGATIVE_SIMILARITY, -1, SHORTEST);
    }

    private static Loss binaryCrossEntropy(LossParameters given) {
        given.requireLastAxis();
        boolean logits = given.fromLogits();
        return new BinaryCrossEntropy(logits, given.labelSmoothing(), clipping(logits));
    }

    private static Loss binaryFocal(LossParameters given) {
        given.requireLastAxis();
        boolean logits = given.fromLogits();
        double alpha = given.number("alpha", 0.25);
        return new SigmoidFocal(
                logits,
                given.flag("apply_class_balancing") ? alpha : null,
                given.number("gamma", 2),
                given.labelSmoothing(),
                clipping(logits));
    }

    private static Loss categoricalCrossEntropy(LossParameters given) {
        given.requireLastAxis();
        boolean logits = given.fromLogits();
        return new CategoricalCrossEntropy(logits, given.labelSmoothing(), -1, clipping(logits));
    }

    private static Loss categoricalFocal(LossParameters given) {
        given.requireLastAxis();
        boolean logits = given.fromLogits();
        return new SoftmaxFocal(
                logits,
                given.number("alpha", 0.25),
                given.number("gamma", 2),
                given.labelSmoothing(),
                -1,
                clipping(logits));
    }

    private static Loss sparseCategoricalCrossEntropy(LossParameters given) {
        given.requireLastAxis();
        boolean logits = given.fromLogits();
        return new SparseCategoricalCrossEntropy(logits, 0, given.ignoreClass(), -1, clipping(logits));
    }

    private static Loss dice(LossParameters given) {
        given.requireNoAxis();
        return new Dice(false, false, EPSILON, Aggregate.BATCH, -1);
    }

    /** Keras' alpha weighs what is missed, whatever its documentation calls it, and beta the false alarms. */
    private static Loss tversky(LossParameters given) {
        given.requireNoAxis();
        double misses = given.number("alpha", 0.5);
        return new Tversky(given.number("beta", 0.5), misses, false, false, EPSILON, Aggregate.BATCH, -1);
    }

    private static double clipping(boolean fromLogits) {
        return fromLogits ? 0 : EPSILON;
    }
}
