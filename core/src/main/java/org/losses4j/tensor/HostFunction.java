package org.losses4j.tensor;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

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
     * Computes the value, and the gradient where there is room for one.
     *
     * @param operands row-major values, which must neither be changed nor kept
     * @param shapes the operands' shapes
     * @param result what value and gradient are written to
     */
    void evaluate(List<double[]> operands, List<Shape> shapes, HostResult result);

    /**
     * Computes the value, and the gradient where asked for, in new memory.
     *
     * @param operands row-major values
     * @param shapes the operands' shapes
     * @param withGradient whether the gradient is wanted
     */
    default HostResult evaluate(List<double[]> operands, List<Shape> shapes, boolean withGradient) {
        HostResult result = new HostResult();
        result.prepare(shape(shapes).size(), shapes.get(0).size(), withGradient);
        evaluate(operands, shapes, result);
        return result;
    }

    /**
     * The value as a formula over the operands, if there is one that takes only more memory or time: for executions that have no
     * host functions. It has the same value and gradient.
     */
    default Optional<Tensor> formula(List<Tensor> operands) {
        return Optional.empty();
    }
}
