package org.losses4j.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The result of a {@link HostFunction}, in memory that one call after another may use: it grows to what the largest needs.
 *
 * <p>Units may be computed on several threads, each by one of them.
 */
public final class HostResult {
    private final List<Scratch> scratch = new ArrayList<>();
    private double[] value = {};
    private double[] gradient = {};
    private boolean hasGradient;

    /**
     * Makes room for a call, with zeros in it.
     *
     * @param units the number of values
     * @param elements the number of elements of the first operand
     * @param withGradient whether the gradient is wanted
     */
    public void prepare(int units, int elements, boolean withGradient) {
        value = zeros(value, units);
        hasGradient = withGradient;
        if (withGradient) {
            gradient = zeros(gradient, elements);
        }
        while (scratch.size() < units) {
            scratch.add(new Scratch());
        }
        scratch.forEach(each -> each.used = 0);
    }

    private static double[] zeros(double[] before, int length) {
        if (before.length != length) {
            return new double[length];
        }
        Arrays.fill(before, 0);
        return before;
    }

    /** The value of each unit, row-major, to be written; zeros before that. */
    public double[] value() {
        return value;
    }

    /**
     * The gradient of each unit of the value by its slice of the first operand, row-major, to be written; zeros before that. Empty
     * if it is not wanted.
     */
    public Optional<double[]> gradient() {
        return hasGradient ? Optional.of(gradient) : Optional.empty();
    }

    /** The memory for what a unit is computed with. */
    public Scratch scratch(int unit) {
        return scratch.get(unit);
    }

    /** The gradient by the first operand, given that by the value: a number for each unit. */
    public double[] backward(double[] upstream) {
        double[] products = new double[gradient.length];
        backward(upstream, products);
        return products;
    }

    /**
     * Computes the gradient by the first operand, given that by the value. Zero times infinity is zero here, in either order.
     *
     * @param upstream a number for each unit
     * @param products what the gradient is written to, an element for each of the first operand
     * @throws IllegalStateException if the gradient was not wanted
     */
    public void backward(double[] upstream, double[] products) {
        if (!hasGradient) {
            throw new IllegalStateException("A host function was not asked for the gradient that is wanted of it now");
        }
        int slice = upstream.length == 0 ? 0 : gradient.length / upstream.length;
        for (int unit = 0; unit < upstream.length; unit++) {
            double factor = upstream[unit];
            if (factor == 0) {
                Arrays.fill(products, unit * slice, (unit + 1) * slice, 0);
                continue;
            }
            boolean infinite = Double.isInfinite(factor);
            for (int i = unit * slice; i < (unit + 1) * slice; i++) {
                products[i] = infinite && gradient[i] == 0 ? 0 : gradient[i] * factor;
            }
        }
    }

    /** Arrays for one unit of one call. */
    public static final class Scratch {
        private final List<double[]> arrays = new ArrayList<>();
        private int used;

        /** An array that no other part of the call has: zeros as far as {@code length}, and it may be longer. */
        public double[] array(int length) {
            if (used == arrays.size()) {
                arrays.add(new double[length]);
            } else if (arrays.get(used).length < length) {
                arrays.set(used, new double[length]);
            } else {
                Arrays.fill(arrays.get(used), 0, length, 0);
            }
            return arrays.get(used++);
        }
    }
}
