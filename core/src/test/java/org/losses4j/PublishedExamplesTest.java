package org.losses4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

/** Examples as textbooks and tutorials print them; two of them are widely printed wrong, which is said there. */
class PublishedExamplesTest {
    private static final double DIGITS = 5e-5;

    @Test
    void squaredAbsoluteAndHuberErrors() {
        assertEquals(1, mean("mean_squared_error", vector(3, 4), vector(2, 5)), 1e-12);
        assertEquals(0.04, mean("mean_squared_error", vector(6.3), vector(6.1)), 1e-12);
        assertEquals(0.2, mean("mean_absolute_error", vector(6.3), vector(6.1)), 1e-12);
        assertEquals(0.02, mean("huber(delta=1)", vector(6.3), vector(6.1)), 1e-12);
    }

    @Test
    void crossEntropies() {
        assertEquals(0.2231, mean("binary_cross_entropy(from_logits=false)", vector(0.8), vector(1)), DIGITS);
        assertEquals(0.1054, mean("binary_cross_entropy(from_logits=false)", vector(0.9, 0.1), vector(1, 0)), DIGITS);
        assertEquals(0.4170, mean("sparse_categorical_cross_entropy", row(2, 1, 0.1), vector(0)), DIGITS);
        assertEquals(
                0.3567,
                mean("sparse_categorical_cross_entropy(from_logits=false)", row(0.7, 0.2, 0.1), vector(0)),
                DIGITS);
    }

    @Test
    void divergence() {
        Tensor prediction = row(0.5, 0.5);
        Tensor target = row(0.4, 0.6);
        LossObjective objective = Objective.of(Losses.of("kl_divergence(log_prediction=false)"))
                .reduce(ExampleReduction.SUM, BatchReduction.MEAN);
        // Often printed as 0.018.
        assertEquals(0.0201, objective.value(Inputs.of(prediction, target)).item(), DIGITS);
    }

    @Test
    void discriminatorWithItsHalf() {
        double logit = Math.log(0.9 / 0.1);
        Inputs inputs = Inputs.of(java.util.Map.of("real", vector(logit), "fake", vector(-logit)));
        CompositeObjective half = new CompositeObjective(
                java.util.List.of(new CompositeObjective.Term(0.5, Objective.of(Losses.of("gan_discriminator")))));
        assertEquals(0.1054, half.value(inputs).item(), DIGITS);
    }

    @Test
    void focal() {
        // Often printed as 0.001.
        assertEquals(0.000263, mean("sigmoid_focal(from_logits=false)", vector(0.9), vector(1)), 5e-7);
    }

    @Test
    void tripletThatIsFarEnough() {
        Inputs inputs =
                Inputs.of(java.util.Map.of("anchor", row(0, 0), "positive", row(0.5, 0), "negative", row(0, 1)));
        assertEquals(
                0,
                Objective.of(Losses.of("triplet_margin(margin=0.2, epsilon=0)"))
                        .value(inputs)
                        .item());
    }

    @Test
    void aLossOfOnesOwn() {
        LossObjective objective = Objective.of((PointwiseLoss)
                (prediction, target) -> target.sub(prediction).square().log1p());
        double value = objective
                .reduce(Reduction.SUM)
                .value(Inputs.of(vector(1, 2), vector(2, 4)))
                .item();
        assertEquals(Math.log(2) + Math.log(5), value, 1e-12);
    }

    private static double mean(String loss, Tensor prediction, Tensor target) {
        return Objective.of(Losses.of(loss))
                .value(Inputs.of(prediction, target))
                .item();
    }

    private static Tensor vector(double... values) {
        return ReferenceTensor.vector(values);
    }

    private static Tensor row(double... values) {
        return ReferenceTensor.matrix(values);
    }
}
