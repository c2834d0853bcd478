package org.losses4j;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.losses4j.tensor.Tensor;

/**
 * A loss function: checked parameters, and an unreduced formula over inputs named by role. An {@link Objective} combines
 * its values to one number.
 *
 * <p>A loss is a record whose components are its parameters, with a constructor without arguments that gives the
 * defaults. The constructor checks the parameters with {@link Require}. The formula is written once, over
 * {@link Tensor}; every execution and every gradient follows from it. Most losses are a {@link PointwiseLoss} or a
 * {@link RowLoss}; a lambda {@code (prediction, target) -> …} is a {@link PointwiseLoss} too.
 */
public interface Loss extends Serializable {

    /** The roles of the inputs; the shapes of the others follow from the shape of the first. */
    List<Role> roles();

    /**
     * The unreduced loss: a number for each element if the loss is {@link #pointwise}, else a number for each unit.
     *
     * @param inputs checked against the roles; an input of {@link Role.ShapeRule#ROWS} that was given with an axis of
     *     extent 1 for the classes arrives without that axis
     */
    Tensor formula(Inputs inputs);

    /** The catalogue's entry of this loss, which also tells adapters its activation. */
    LossDescription description();

    /** The registered name; if there is none, the class's in the same form, or custom_loss for a lambda. */
    default String name() {
        return LossRegistry.ofProcess().around(this).nameOf(this).orElseGet(() -> ObjectiveNames.ofClass(this));
    }

    /** Whether the formula gives a number for each element, so that an {@link ExampleReduction} applies. */
    default boolean pointwise() {
        return false;
    }

    /** The axis of the first role that the formula reduces as classes or features; empty if it reduces none, or several. */
    default OptionalInt classAxis() {
        return OptionalInt.empty();
    }

    /** The rule for the values of a role, given the shapes of the inputs; the role's own rule by default. */
    default AllowedValues values(Role role, Shapes shapes) {
        return role.values();
    }

    /**
     * Checks the shapes beyond the rules of the roles, such as a rank of exactly 2.
     *
     * @throws IllegalArgumentException if they do not fit
     */
    default void check(Shapes shapes) {}

    /**
     * A check of the values beyond the rules of the roles, such as at least two classes in a batch. It throws an
     * IllegalArgumentException. Empty if there is nothing more to check.
     */
    default Optional<Consumer<Inputs>> valueCheck() {
        return Optional.empty();
    }

    /**
     * The weight of each unit that follows from its target: the weight of its class, 0 for an ignored target. The formula
     * has multiplied by it already; a weighted mean divides by the sum of these weights. Empty if there are none.
     */
    default Optional<Tensor> unitWeights(Inputs inputs) {
        return Optional.empty();
    }

    /**
     * Whether a unit's value depends on other units. Then the formula itself must leave masked units out: it finds the mask
     * (1 keep, 0 leave out) among its inputs.
     */
    default boolean coupled() {
        return false;
    }

    /**
     * Which units of a coupled loss count: 1 for those that do, 0 for those that do not, such as an anchor without another
     * example of its class. A unit that does not count has the value 0, and both means leave it out as if it were masked. Empty if
     * all count.
     */
    default Optional<Tensor> countedUnits(Inputs inputs) {
        return Optional.empty();
    }

    /**
     * The mask of whole units (1 keep, 0 leave out) that follows from the given mask, aligned with the leading axes of the
     * units; the given mask by default. Empty if units are classes, or the whole batch, which no mask takes out as a whole.
     */
    default Optional<Tensor> unitMask(Tensor mask) {
        return Optional.of(mask);
    }

    /**
     * This loss in its form on logits, which contains the activation and cannot overflow; the loss itself if it reads
     * logits. Empty if the loss is not a registered record with a parameter {@code from_logits}, or if it clips
     * probabilities by an epsilon, which the form on logits does not.
     */
    default Optional<Loss> ofLogits() {
        return LogitForm.of(this, true);
    }

    /** This loss in its form on probabilities; the loss itself if it reads them. Empty if it has no such form. */
    default Optional<Loss> ofProbabilities() {
        return LogitForm.of(this, false);
    }
}
