package org.losses4j;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.losses4j.tensor.Tensor;

/**
 * A loss function: parameters, and a formula over inputs named by role. How its values combine to one number is the
 * {@link Objective}'s business.
 *
 * <p>A loss is a record whose components are its parameters, with a constructor without arguments that gives the
 * defaults. The constructor checks the parameters with {@link Require}. The formula is written once, over
 * {@link Tensor}; every execution and every gradient follows from it. Most losses are a {@link PointwiseLoss} or a
 * {@link RowLoss}; a lambda {@code (prediction, target) -> …} is one too.
 */
public interface Loss extends Serializable {

    /** The inputs, the one that all shapes follow from first. */
    List<Role> roles();

    /**
     * The unreduced loss: a number for each element if the loss is {@link #pointwise}, else a number for each unit.
     *
     * @param inputs checked against the roles; a target with a trailing axis of 1 arrives without it
     */
    Tensor formula(Inputs inputs);

    /** What the catalogue says of it. */
    LossDescription description();

    /** The registered name, or "custom loss" if there is none. */
    default String name() {
        return LossRegistry.ofProcess().around(this).nameOf(this).orElse("custom loss");
    }

    /** Whether the formula gives a number for each element, so that the elements of an example are yet to combine. */
    default boolean pointwise() {
        return false;
    }

    /** The axis of the first role that the formula reduces as classes or features; empty if it is not just one. */
    default OptionalInt classAxis() {
        return OptionalInt.empty();
    }

    /** Which values a role may have, given the shapes; the role's own rule unless the loss says more. */
    default AllowedValues values(Role role, Shapes shapes) {
        return role.values();
    }

    /**
     * Checks what the roles alone do not say about the shapes.
     *
     * @throws IllegalArgumentException if they do not fit
     */
    default void check(Shapes shapes) {}

    /**
     * A check of what the roles alone do not say about the values, which throws an IllegalArgumentException; empty if there
     * is nothing more to check.
     */
    default Optional<Consumer<Inputs>> valueCheck() {
        return Optional.empty();
    }

    /** The weights that the target gives the units (class weights, ignored targets); the values have them already. */
    default Optional<Tensor> unitWeights(Inputs inputs) {
        return Optional.empty();
    }

    /**
     * Whether a unit's value depends on other units, so that the formula must leave the masked ones out itself: it
     * finds the mask (1 keep, 0 leave out) among its inputs.
     */
    default boolean coupled() {
        return false;
    }

    /** Which units a mask leaves (1) and which it takes out (0), of a shape that aligns left with the units. */
    default Optional<Tensor> unitMask(Tensor mask) {
        return Optional.of(mask);
    }

    /**
     * The same loss of logits, so that it contains the activation and cannot overflow; the loss itself if it reads logits.
     * Empty if it has no such form (a registered record with a parameter {@code from_logits}), or that form is not the
     * same: it does not clip probabilities by an epsilon.
     */
    default Optional<Loss> ofLogits() {
        return LogitForm.of(this, true);
    }

    /** The same loss of probabilities; the loss itself if it reads them. Empty if it has no such form. */
    default Optional<Loss> ofProbabilities() {
        return LogitForm.of(this, false);
    }
}
