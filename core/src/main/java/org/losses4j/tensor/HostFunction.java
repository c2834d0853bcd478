package org.losses4j.tensor;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value, and its gradient by the first operand, computed over host arrays in float64: for what no formula says well.
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
     * What a host function computed.
     *
     * @param value row-major, of the function's {@link #shape}
     * @param gradient of each unit of the value by its slice of the first operand, row-major; null if not asked for
     */
    @SuppressWarnings("ArrayRecordComponent") // a carrier that is taken apart at once, never compared
    record Result(double[] value, double @Nullable [] gradient) {}
}
