package org.losses4j;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * The function that a network is trained to minimise: a {@link LossObjective}, one loss with its reductions, or a
 * {@link CompositeObjective}, a weighted sum of objectives. Immutable, compared by value, and restorable from its text.
 */
public sealed interface Objective extends Serializable permits LossObjective, CompositeObjective {

    /** The roles of the inputs: those of the losses, and {@code weights} and {@code mask}, which may always be left out. */
    List<Role> roles();

    /**
     * The value, on any kind of tensor: a scalar, or the units' values where the batch is not reduced.
     *
     * @param inputs by role, already checked with {@link Checks}
     */
    Tensor value(Inputs inputs);

    /**
     * Each example's share of the value, [N]: the mean of the shares is the value if the batch reduces to a mean, their sum
     * is the value if it reduces to a sum. A reduced value that is not made of examples, such as an overlap over the whole
     * batch, is one number, [1].
     */
    Tensor perExample(Inputs inputs);

    /**
     * Renames entries from aliases to the roles' own names, and puts them in the order of the roles.
     *
     * @param given values of any type (tensors, shapes, memory) by a role's name or alias
     * @throws IllegalArgumentException for an unknown role, one that is given twice, or one that is missing
     */
    default <V> Map<String, V> byRole(Map<String, V> given) {
        return Roles.canonical(this, given);
    }

    /**
     * Checks that all required inputs are given, and the shapes of all inputs.
     *
     * @throws IllegalArgumentException if a check fails; the message names loss, role, the given and the
     *     wanted input, and the likely fix
     */
    void checkShapes(Map<String, Shape> shapes);

    /**
     * Checks the values of the inputs whose role restricts them, except those of masked units.
     *
     * @throws IllegalArgumentException if a check fails; the message names loss, role, the given and the
     *     wanted input, and the likely fix
     */
    void checkValues(Inputs inputs);

    /** The name of the objective in messages and metrics. */
    String name();

    /**
     * The specification that the objective is saved as.
     *
     * @throws IllegalArgumentException if a loss in it is not registered
     */
    LossSpec spec();

    /** The objective of a loss with the default reductions, {@link Reduction#MEAN}. */
    static LossObjective of(Loss loss) {
        return new LossObjective(loss, Reduction.MEAN, Map.of());
    }

    /** The objective of a loss written as a lambda, with the default reductions. */
    static LossObjective of(PointwiseLoss loss) {
        return of((Loss) loss);
    }

    /** Reads the text form of a {@link #spec}; the text of a loss alone, {@code huber}, gives the default reductions. */
    static Objective parse(String text) {
        return ObjectiveSpecs.read(LossSpec.parse(text));
    }

    /** The objective of a specification. */
    static Objective of(LossSpec spec) {
        return ObjectiveSpecs.read(spec);
    }
}
