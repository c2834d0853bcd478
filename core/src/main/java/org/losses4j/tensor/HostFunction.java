package org.losses4j.tensor;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
     * @param operands row-major values, which must neither be changed nor kept
     * @param shapes the operands' shapes
     * @param withGradient whether the gradient is wanted
     */
    Result evaluate(List<double[]> operands, List<Shape> shapes, boolean withGradient);

    /**
     * The value as a formula over the operands, if there is one that takes only more memory or time: for executions that have no
     * host functions. It has the same value and gradient.
     */
    default Optional<Tensor> formula(List<Tensor> operands) {
        return Optional.empty();
    }

    /**
     * The result of a host function.
     *
     * @param value row-major, of the function's {@link #shape}
     * @param gradient of each unit of the value by its slice of the first operand, row-major; null if not asked for
     */
    @SuppressWarnings("ArrayRecordComponent") // taken apart at once, never compared
    record Result(double[] value, double @Nullable [] gradient) {

        /** The gradient by the first operand, given that by the value: a number for each unit. */
        public double[] backward(double[] upstream) {
            double[] products = new double[slopes().length];
            backward(upstream, products);
            return products;
        }

        /**
         * Computes the gradient by the first operand, given that by the value. Zero times infinity is zero here, in either order.
         *
         * @param upstream a number for each unit
         * @param products what the gradient is written to, an element for each of the first operand
         * @throws IllegalStateException if there is no gradient
         */
        public void backward(double[] upstream, double[] products) {
            double[] slopes = slopes();
            int slice = upstream.length == 0 ? 0 : slopes.length / upstream.length;
            for (int unit = 0; unit < upstream.length; unit++) {
                double factor = upstream[unit];
                if (factor == 0) {
                    Arrays.fill(products, unit * slice, (unit + 1) * slice, 0);
                    continue;
                }
                boolean infinite = Double.isInfinite(factor);
                for (int i = unit * slice; i < (unit + 1) * slice; i++) {
                    products[i] = infinite && slopes[i] == 0 ? 0 : slopes[i] * factor;
                }
            }
        }

        private double[] slopes() {
            if (gradient == null) {
                throw new IllegalStateException("A host function gave no gradient though it was asked for one");
            }
            return gradient;
        }
    }
}
