package org.losses4j.loss.generative;

import org.losses4j.Shapes;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** Inputs of one number for each example, [N] or [N, 1]. */
final class PerExample {
    private PerExample() {}

    /** Checks the shape of an input; the message ends with what to do about others. */
    static void check(String loss, String role, Shapes shapes, String fix) {
        Shape shape = shapes.get(role);
        if (shape.rank() != 1 && !(shape.rank() == 2 && shape.extent(1) == 1)) {
            throw new IllegalArgumentException(
                    loss + ": the input '" + role + "' has the shape " + shape + ", wanted [N] or [N, 1]: " + fix);
        }
    }

    /** The numbers as [N]. */
    static Tensor flat(Tensor numbers) {
        return numbers.reshape(numbers.shape().leading(1));
    }
}
