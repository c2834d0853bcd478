package org.losses4j;

import java.io.Serializable;
import java.util.List;

/**
 * An input of a loss by its purpose, such as the prediction, with the rules for its shape and its values.
 *
 * @param name the name of the input
 * @param extent the rule for its shape
 * @param values the rule for its values
 * @param optional whether it may be left out
 * @param differentiable whether a network is trained through it
 * @param aliases other names that callers may use
 */
public record Role(
        String name,
        ShapeRule extent,
        AllowedValues values,
        boolean optional,
        boolean differentiable,
        List<String> aliases)
        implements Serializable {

    /** The name of the network's output. */
    public static final String PREDICTION = "prediction";
    /** The name of the labels. */
    public static final String TARGET = "target";
    /** The name of the weights of units, which every objective takes. */
    public static final String WEIGHTS = "weights";
    /** The name of the mask of units, which every objective takes. */
    public static final String MASK = "mask";
    /** The name of the lengths of padded sequences, which every objective of steps takes. */
    public static final String VALID_LENGTHS = "valid_lengths";
    /** The name of what a loss of pairs compares the batch with, the batch itself first. */
    public static final String REFERENCE = "reference";
    /** The name of the classes of the references. */
    public static final String REFERENCE_TARGET = "reference_target";
    /** The name of the weights of classes. */
    public static final String CLASS_WEIGHTS = "class_weights";
    /** The name of the weights of the positive labels. */
    public static final String POS_WEIGHT = "pos_weight";

    /** How an input's shape follows from that of the loss's first role. */
    public enum ShapeRule {
        /** The first role's shape, whatever it is. */
        FIRST,
        /** Exactly the shape of the first role. */
        SAME,
        /** The first role's shape without the class axis; an axis of extent 1 may stand in its place or at the end. */
        ROWS,
        /**
         * [C]: a number for each class, C being the extent of the class axis. If a network is trained through the role, [C, …],
         * such as a vector for each class, which the loss itself checks.
         */
        CLASSES,
        /** [N]: a number for each example. */
        EXAMPLES,
        /** [N, …]: the number of examples first; the loss itself checks the other axes. */
        BATCH,
        /** Any shape: the loss itself checks it. */
        FREE;

        /** Whether the first axis is that of the examples. */
        public boolean isOfExamples() {
            return this != CLASSES && this != FREE;
        }
    }

    /** The network's output, of any shape. */
    public static Role prediction() {
        return trained(PREDICTION, ShapeRule.FIRST);
    }

    /** The labels, of the prediction's shape. */
    public static Role target() {
        return given(TARGET, ShapeRule.SAME);
    }

    /** An input that a network is trained through. */
    public static Role trained(String name, ShapeRule extent) {
        return new Role(name, extent, AllowedValues.ANY, false, true, List.of());
    }

    /** An input that is data. */
    public static Role given(String name, ShapeRule extent) {
        return new Role(name, extent, AllowedValues.ANY, false, false, List.of());
    }

    /** The same role with another rule for its values. */
    public Role of(AllowedValues allowed) {
        return new Role(name, extent, allowed, optional, differentiable, aliases);
    }

    /** The same role, which may be left out. */
    public Role orNone() {
        return new Role(name, extent, values, true, differentiable, aliases);
    }

    /** The same role with these aliases, in place of any that it had. */
    public Role alias(String... names) {
        return new Role(name, extent, values, optional, differentiable, List.of(names));
    }
}
