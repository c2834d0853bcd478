package org.losses4j.conformance.fuzz;

import java.util.Arrays;
import java.util.List;
import org.losses4j.graph.HostOp;
import org.losses4j.tensor.HostResult;
import org.losses4j.tensor.Shape;

/**
 * Bounds the errors of host functions, whose operations are not recorded: it allows a number of float64 roundings for each
 * element that a unit is computed from, and the rounding of the result.
 */
final class HostBounds {
    private static final double ROUNDINGS = 16;

    private HostBounds() {}

    static BoundedTensor apply(HostOp op, List<BoundedTensor> operands) {
        boolean derived = op instanceof HostOp.Gradient;
        List<BoundedTensor> given = derived ? operands.subList(0, operands.size() - 1) : operands;
        List<Shape> shapes = given.stream().map(BoundedTensor::shape).toList();
        HostResult result = op.function()
                .evaluate(given.stream().map(BoundedTensor::toArray).toList(), shapes, true);
        double[] slopes = result.gradient().orElseThrow();
        double[] off = given.get(0).errors();
        int slice = result.value().length == 0 ? 0 : slopes.length / result.value().length;
        return derived
                ? gradient(op, result.value(), slopes, off, slice, operands)
                : value(
                        result.value(),
                        slopes,
                        off,
                        slice,
                        given.get(0),
                        op.function().shape(shapes));
    }

    private static BoundedTensor value(
            double[] values, double[] slopes, double[] off, int slice, BoundedTensor first, Shape shape) {
        Rounding rounding = first.rounding();
        double[] operand = first.toArray();
        double[] errors = new double[values.length];
        for (int unit = 0; unit < errors.length; unit++) {
            double carried = 0;
            double magnitude = 1 + Math.abs(values[unit]);
            for (int i = unit * slice; i < (unit + 1) * slice; i++) {
                carried += 2 * off[i] * Math.max(Math.abs(slopes[i]), off[i]);
                magnitude += Double.isFinite(operand[i]) ? Math.abs(operand[i]) : 0;
            }
            errors[unit] = Double.isFinite(values[unit])
                    ? carried + rounding.of(values[unit]) + ROUNDINGS * Rounding.FLOAT64.unit() * magnitude
                    : 0;
        }
        return BoundedTensor.of(values, errors, shape, rounding);
    }

    private static BoundedTensor gradient(
            HostOp op, double[] units, double[] slopes, double[] off, int slice, List<BoundedTensor> operands) {
        BoundedTensor first = operands.get(0);
        Rounding rounding = first.rounding();
        BoundedTensor upstream = operands.get(operands.size() - 1);
        double[] factors = upstream.toArray();
        double[] factorErrors = upstream.errors();
        double[] sizes = sizes(first.toArray(), units.length, slice);
        double[] errors = new double[slopes.length];
        double largest = Arrays.stream(off).max().orElse(0);
        for (int i = 0; i < errors.length; i++) {
            int unit = i / slice;
            double ofSlope = rounding.of(slopes[i])
                    + ROUNDINGS * slice * Rounding.FLOAT64.unit() * (1 + sizes[unit])
                    + 2 * slice * largest;
            errors[i] = Math.abs(slopes[i]) * factorErrors[unit] + Math.abs(factors[unit]) * ofSlope;
            errors[i] = Double.isNaN(errors[i]) || Double.isNaN(units[unit]) ? Bounds.UNKNOWN : errors[i];
        }
        double[] values = op.apply(List.copyOf(operands)).toArray();
        return BoundedTensor.of(values, errors, first.shape(), rounding);
    }

    /** The largest finite magnitude among the elements of each unit: logarithms of that size are added. */
    private static double[] sizes(double[] values, int units, int slice) {
        double[] sizes = new double[units];
        for (int i = 0; i < values.length; i++) {
            double size = Double.isFinite(values[i]) ? Math.abs(values[i]) : 0;
            sizes[i / slice] = Math.max(sizes[i / slice], size);
        }
        return sizes;
    }
}
