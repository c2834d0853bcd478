package org.losses4j.tensor;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function over host arrays in float64, with its gradient by the first operand. It is for computations that a formula over
 * tensors cannot express well, such as CTC's recursion.
 *
 * <p>The value holds one number per unit, and a unit of the value depends only on the slice of the first operand with
 * the same leading indices. Implementations are records, so that equal functions share their evaluation.
 */
public interface HostFunction extends Serializable {

    /** The shape of the value for operands of these shapes; it must be the leading axes of the first. */
    Shape shape(List<Shape> operands);

    /**
     * Computes the value, and the gradient where asked for.
     *
     * @param operands row-major values, which must not be changed
     * @param shapes the operands' shapes
     * @param withGradient whether the gradient is wanted
     */
    Result evaluate(List<double[]> operands, List<Shape> shapes, boolean withGradient);

    /**
     * The result of a host function.
     *
     * @param value row-major, of the function's {@link #shape}
     * @param gradient of each unit of the value by its slice of the first operand, row-major; null if not asked for
     */
    @SuppressWarnings("ArrayRecordComponent") // taken apart at once, never compared
    record Result(double[] value, double @Nullable [] gradient) {}
}
