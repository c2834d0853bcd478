package org.losses4j;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * What a network is trained to make small: a {@link LossObjective}, one loss with its reductions, or a
 * {@link CompositeObjective}, a weighted sum of objectives. Immutable, comparable, and restorable from its text.
 */
public sealed interface Objective extends Serializable permits LossObjective, CompositeObjective {

    /** The inputs: the losses' roles, and {@code weights} and {@code mask}, which may always be left out. */
    List<Role> roles();

    /**
     * The value, on any kind of tensor: a scalar, or the units' values where the batch is not reduced.
     *
     * @param inputs by role, already checked with {@link Checks}
     */
    Tensor value(Inputs inputs);

    /**
     * A number for each example, [N]: its share of the value, scaled so that their mean is the value where the batch
     * reduces to a mean, and their sum where it reduces to a sum.
     */
    Tensor perExample(Inputs inputs);

    /**
     * Checks the shapes of the inputs, all of them.
     *
     * @throws IllegalArgumentException naming loss, role, got, wanted and the likely fix
     */
    void checkShapes(Map<String, Shape> shapes);

    /**
     * Checks the values of the inputs that not every value is allowed for, where they are not masked.
     *
     * @throws IllegalArgumentException naming loss, role, got, wanted and the likely fix
     */
    void checkValues(Inputs inputs);

    /** The name for messages. */
    String name();

    /**
     * What it is saved as.
     *
     * @throws IllegalArgumentException if a loss in it is not registered
     */
    LossSpec spec();

    /** An objective of the default reductions. */
    static LossObjective of(Loss loss) {
        return new LossObjective(loss, Reduction.MEAN, Map.of());
    }

    /** The same, for a lambda. */
    static LossObjective of(PointwiseLoss loss) {
        return of((Loss) loss);
    }

    /** The objective that {@link #spec} wrote as text; the text of a loss alone gives the default reductions. */
    static Objective parse(String text) {
        return ObjectiveSpecs.read(LossSpec.parse(text));
    }

    /** The objective of a specification. */
    static Objective of(LossSpec spec) {
        return ObjectiveSpecs.read(spec);
    }
}
