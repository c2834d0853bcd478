package org.losses4j.conformance.fuzz;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * The results that a case should have, with the largest error of each number.
 *
 * @param numbers the value under {@link #VALUE}, and the gradients by role
 * @param bounds the largest errors, by the same names; infinite where nothing is known
 */
record Expectation(Map<String, ReferenceTensor> numbers, Map<String, ReferenceTensor> bounds) {
    static final String VALUE = "the value";

    /** The factor by which bounds are widened, since libraries combine operations, and so roundings, in other ways. */
    static final double SLACK = 16;

    /** No results: nothing is known about a case. */
    static final Expectation NONE = new Expectation(Map.of(), Map.of());

    /** The oracle's results, with widened bounds. */
    static Expectation of(Oracle.Expected expected) {
        Map<String, ReferenceTensor> numbers = new LinkedHashMap<>();
        Map<String, ReferenceTensor> bounds = new LinkedHashMap<>();
        put(VALUE, expected.value(), numbers, bounds);
        expected.gradients().forEach((role, gradient) -> put(role, gradient, numbers, bounds));
        boolean isNumber = Arrays.stream(expected.value().toArray()).noneMatch(Double::isNaN);
        return isNumber ? new Expectation(numbers, bounds) : openWhereNotFinite(numbers, bounds);
    }

    // Where the value is NaN, it depends on the order of operations whether a gradient is infinite or NaN: leave those
    // open.
    private static Expectation openWhereNotFinite(
            Map<String, ReferenceTensor> numbers, Map<String, ReferenceTensor> bounds) {
        Map<String, ReferenceTensor> open = new LinkedHashMap<>(bounds);
        numbers.forEach((name, tensor) -> {
            double[] values = tensor.toArray();
            double[] errors = named(bounds, name).toArray();
            for (int i = 0; i < errors.length; i++) {
                errors[i] = name.equals(VALUE) || Double.isFinite(values[i]) ? errors[i] : Bounds.UNKNOWN;
            }
            open.put(name, ReferenceTensor.of(errors, tensor.shape().toArray()));
        });
        return new Expectation(numbers, open);
    }

    private static void put(
            String name,
            BoundedTensor tensor,
            Map<String, ReferenceTensor> numbers,
            Map<String, ReferenceTensor> bounds) {
        int[] extents = tensor.shape().toArray();
        numbers.put(name, ReferenceTensor.of(tensor.toArray(), extents));
        double[] values = tensor.toArray();
        double[] errors = tensor.errors();
        for (int i = 0; i < errors.length; i++) {
            // A number that is exact here may be rounded where an execution computes it in another way.
            errors[i] = SLACK * (errors[i] + rounded(Math.abs(values[i]), tensor.rounding()));
        }
        bounds.put(name, ReferenceTensor.of(errors, extents));
    }

    private static double rounded(double size, Rounding rounding) {
        if (size < rounding.least()) {
            return size;
        }
        return Double.isFinite(size) ? rounding.unit() * size : 0;
    }

    /** The value or a gradient, by its name. */
    ReferenceTensor number(String name) {
        return named(numbers, name);
    }

    /** The largest errors of the value or a gradient, by its name. */
    ReferenceTensor bound(String name) {
        return named(bounds, name);
    }

    private static ReferenceTensor named(Map<String, ReferenceTensor> tensors, String name) {
        ReferenceTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalStateException("Nothing is expected of " + name);
        }
        return tensor;
    }

    /** The expectation with other numbers and bounds for one name. */
    Expectation with(String name, Tensor others, double[] bound) {
        Map<String, ReferenceTensor> changed = new LinkedHashMap<>(numbers);
        Map<String, ReferenceTensor> changedBounds = new LinkedHashMap<>(bounds);
        Shape shape = others.shape();
        changed.put(name, ReferenceTensor.of(others.toArray(), shape.toArray()));
        changedBounds.put(name, ReferenceTensor.of(bound, shape.toArray()));
        return new Expectation(changed, changedBounds);
    }

    static boolean close(double got, double wanted, double bound) {
        return bound == Bounds.UNKNOWN || Bounds.distance(got, wanted) <= bound;
    }
}
