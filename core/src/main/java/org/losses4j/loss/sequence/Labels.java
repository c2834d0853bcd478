package org.losses4j.loss.sequence;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.losses4j.AllowedValues;
import org.losses4j.Inputs;
import org.losses4j.Role;
import org.losses4j.Shapes;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** The inputs of the losses of label sequences: predictions of N sequences of frames, padded class indices, and the lengths of both. */
final class Labels {
    static final String INPUT_LENGTHS = "input_lengths";
    static final String TARGET_LENGTHS = "target_lengths";

    private Labels() {}

    static List<Role> roles() {
        Role inputLengths = Role.given(INPUT_LENGTHS, Role.ShapeRule.EXAMPLES);
        Role targetLengths = Role.given(TARGET_LENGTHS, Role.ShapeRule.EXAMPLES);
        return List.of(
                Role.prediction(),
                Role.given(Role.TARGET, Role.ShapeRule.BATCH),
                inputLengths.of(AllowedValues.COUNTS).orNone(),
                targetLengths.of(AllowedValues.COUNTS).orNone());
    }

    /** The rule for lengths: from {@code least} to the extent of the second axis of the input that they are lengths of. */
    static AllowedValues lengths(Shapes shapes, String of, String what, int least) {
        Shape shape = shapes.get(of);
        int most = shape.extent(1);
        return new AllowedValues(
                least,
                most,
                true,
                null,
                "lengths from " + least + " to " + most,
                "the array '" + of + "' " + shape + " holds no more than " + most + " " + what,
                false);
    }

    /** The lengths of an input's sequences; if they are not given, its full length for each. */
    static Tensor lengths(Inputs inputs, String role, String of) {
        Shape shape = inputs.get(of).shape();
        return inputs.find(role).orElseGet(() -> {
            double[] full = new double[shape.extent(0)];
            Arrays.fill(full, shape.extent(1));
            return inputs.any().array(full, Shape.of(full.length));
        });
    }

    /**
     * Checks the labels within the lengths, of examples that are not masked.
     *
     * @throws IllegalArgumentException if one is not a class along the prediction's last axis, or is the blank
     */
    static void check(String loss, Inputs inputs, int blank) {
        Shape prediction = inputs.get(Role.PREDICTION).shape();
        AllowedValues labels = AllowedValues.classIndex(prediction.extent(-1), null);
        double[] target = inputs.get(Role.TARGET).toArray();
        double[] lengths = lengths(inputs, TARGET_LENGTHS, Role.TARGET).toArray();
        Optional<double[]> mask = inputs.find(Role.MASK).map(Tensor::toArray);
        int longest = inputs.get(Role.TARGET).shape().extent(1);
        for (int n = 0; n < lengths.length; n++) {
            boolean kept = mask.isEmpty() || mask.get()[mask.get().length == 1 ? 0 : n] != 0;
            for (int i = 0; kept && i < lengths[n]; i++) {
                double label = target[n * longest + i];
                if (!labels.allow(label) || label == blank) {
                    throw new IllegalArgumentException(loss + ": the input 'target' must be "
                            + labels.wanted() + " and not the blank, " + blank + ", got " + label + " at [" + n + ", "
                            + i + "]; tell the lengths of padded labels by target_lengths, or a layer's mask of labels,"
                            + " and set blank to the class that is no label");
                }
            }
        }
    }
}
