package org.losses4j.conformance.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.losses4j.conformance.HeldValue;
import org.losses4j.engine.memory.Precision;
import org.losses4j.tensor.ReferenceTensor;

/**
 * Compares derived gradients with finite differences of the {@link HeldValue}, in a few elements of each trained input. Several steps are
 * tried; a difference is used if halving the step changes it little relative to its size, else the element is left open. Where
 * the slopes on both sides differ there is a kink, and the gradient must lie between them, or outside by at most their distance.
 */
final class Differences {
    static final String NAME = "central differences";

    private static final double[] STEPS = {1e-4, 1e-2, 1e-6, 1e-3, 1e-5};
    private static final double TRUSTED = 2e-3;
    private static final double ENOUGH = 1e-6;
    private static final int ELEMENTS = 4;
    private static final int LARGE = 4096;

    private final Oracle oracle;
    private final FuzzCase given;
    private final Expectation wanted;
    private final Random random;
    private final double noise;
    private final HeldValue value;

    private Differences(Oracle oracle, FuzzCase given, Expectation wanted) {
        this.oracle = oracle;
        this.given = given;
        this.wanted = wanted;
        this.random = new Random(given.size());
        this.value = HeldValue.around(given.objective(), given.inputs());
        this.noise = noise(wanted);
    }

    static List<Finding> of(Oracle oracle, FuzzCase given, Expectation wanted, Tally tally) {
        return new Differences(oracle, given, wanted).findings(tally);
    }

    /** The largest error of the sum of the values. */
    private static double noise(Expectation expectation) {
        double value = Arrays.stream(expectation.number(Expectation.VALUE).toArray())
                .map(Math::abs)
                .sum();
        return Arrays.stream(expectation.bound(Expectation.VALUE).toArray()).sum() + Rounding.FLOAT64.of(value);
    }

    private List<Finding> findings(Tally tally) {
        List<Finding> findings = new ArrayList<>();
        if (!(noise < Bounds.UNKNOWN)) {
            return findings;
        }
        for (String role : given.trained()) {
            ReferenceTensor gradient = wanted.number(role);
            double[] slopes = gradient.toArray();
            double[] bounds = wanted.bound(role).toArray();
            int compared = 0;
            int[] elements = elements(slopes.length);
            for (int element : elements) {
                double known = bounds[element] == Bounds.UNKNOWN ? 0 : bounds[element];
                Estimate estimate = estimate(role, element, slopes[element], step -> noise);
                if (estimate != null && !estimate.agrees(slopes[element], known)) {
                    // The value may be less exact beside x than at x; finding out takes long, so it is done only here.
                    estimate = estimate(role, element, slopes[element], step -> noise(role, element, step));
                }
                if (estimate == null) {
                    continue;
                }
                compared++;
                if (!estimate.agrees(slopes[element], known)) {
                    findings.add(finding(role, gradient, element, estimate, estimate.off() + known));
                    break;
                }
            }
            tally.add(NAME, compared, elements.length - compared);
        }
        return findings;
    }

    private Finding finding(String role, ReferenceTensor gradient, int element, Estimate estimate, double off) {
        double[] right = gradient.toArray();
        double[] bounds = new double[right.length];
        Arrays.fill(bounds, Bounds.UNKNOWN);
        double got = right[element];
        right[element] = (estimate.low() + estimate.high()) / 2;
        bounds[element] = off + (estimate.high() - estimate.low()) / 2;
        return new Finding(
                given,
                NAME + ": the gradient by " + role,
                "[" + element + "]",
                Double.toString(got),
                right[element] + " ± " + bounds[element],
                wanted.with(role, ReferenceTensor.of(right, gradient.shape().toArray()), bounds));
    }

    private int[] elements(int size) {
        int most = given.size() > LARGE ? 1 : ELEMENTS;
        return size <= most
                ? IntStream.range(0, size).toArray()
                : random.ints(most, 0, size).distinct().toArray();
    }

    /** The lower and the higher of the slopes on both sides, and their largest error. */
    private record Estimate(double low, double high, double off) {
        boolean within(double share) {
            double size = Math.max(Math.abs(low), Math.abs(high));
            return size == 0 ? off <= share : off <= share * size;
        }

        boolean agrees(double slope, double slack) {
            // Differences of two steps may agree by chance, so a small relative error is always allowed.
            double apart = off + slack + ENOUGH * Math.max(Math.abs(low), Math.abs(high));
            return slope >= low - apart && slope <= high + apart;
        }
    }

    private @Nullable Estimate estimate(String role, int element, double slope, DoubleUnaryOperator noise) {
        double x = given.input(role).toArray()[element];
        if (!Double.isFinite(x) || !Double.isFinite(slope)) {
            return null;
        }
        double here = value(role, element, x);
        Estimate best = null;
        for (double step : steps(x)) {
            Estimate estimate = estimate(role, element, x, here, step, noise.applyAsDouble(step));
            if (estimate != null && (best == null || estimate.off() < best.off())) {
                best = estimate;
            }
            if (best != null && best.within(ENOUGH)) {
                break;
            }
        }
        return best != null && best.within(TRUSTED) ? best : null;
    }

    private static double[] steps(double x) {
        DoubleStream usual = Arrays.stream(STEPS).map(share -> share * Math.max(Math.abs(x), 1e-3));
        DoubleStream tiny = Math.abs(x) < 1e-3 && x != 0
                ? Arrays.stream(STEPS).map(share -> share * Math.abs(x))
                : DoubleStream.empty();
        return DoubleStream.concat(usual, tiny).map(Differences::power).toArray();
    }

    /** The largest power of two up to a step: added to x, it needs no rounding, or little. */
    private static double power(double step) {
        return Math.scalb(1.0, Math.getExponent(step));
    }

    private @Nullable Estimate estimate(String role, int element, double x, double here, double step, double noise) {
        double[] forward = {slope(role, element, x, here, step), slope(role, element, x, here, step / 2)};
        double[] backward = {slope(role, element, x, here, -step), slope(role, element, x, here, -step / 2)};
        // The first-order error of one side is that of the other, negated; without a kink the mean of both has none.
        double central = (forward[1] + backward[1]) / 2;
        double centralOff = Math.abs((forward[0] + backward[0]) / 2 - central);
        double jump = Math.abs(forward[1] - backward[1]);
        // Rounding of the value, and of the place where it was computed.
        double rounding = 4 * noise / step + 8 * jump / step * Rounding.FLOAT64.unit() * (Math.abs(x) + step);
        double bend = Math.abs(forward[0] - forward[1]) + Math.abs(backward[0] - backward[1]);
        if (jump > 1.3 * Math.abs(forward[0] - backward[0]) + 4 * rounding) {
            // The slopes differ more with the smaller step: something narrower than the step lies in between.
            return null;
        }
        if (jump > 4 * bend + 4 * rounding) {
            // The kink may lie beside x, and a second one as near, which slopes over steps of this size do not show.
            return finite(new Estimate(
                    Math.min(forward[1], backward[1]) - jump,
                    Math.max(forward[1], backward[1]) + jump,
                    4 * bend + rounding));
        }
        // Slopes that curve differ half as much over half the step; what remains is a kink that is hidden by the curve.
        double hidden = Math.abs(2 * (forward[1] - backward[1]) - (forward[0] - backward[0]));
        if (hidden > bend / 4 + 8 * rounding) {
            return null;
        }
        double divided = 4 * Rounding.FLOAT64.unit() * Math.abs(central);
        return finite(new Estimate(central, central, 2 * centralOff + rounding + divided));
    }

    private static @Nullable Estimate finite(Estimate estimate) {
        return Double.isFinite(estimate.low() + estimate.high() + estimate.off()) ? estimate : null;
    }

    private double slope(String role, int element, double x, double here, double step) {
        double moved = x + step;
        return (value(role, element, moved) - here) / (moved - x);
    }

    /** The largest error of the value at x and at the steps on both sides. */
    private double noise(String role, int element, double step) {
        double x = given.input(role).toArray()[element];
        return DoubleStream.of(step, step / 2, -step / 2, -step)
                .map(by -> noise(Expectation.of(oracle.expected(
                        given.objective(), moved(role, element, x + by).inputs(), List.of(), Precision.FLOAT64))))
                .reduce(noise, Math::max);
    }

    private double value(String role, int element, double x) {
        return value.at(moved(role, element, x).inputs());
    }

    private FuzzCase moved(String role, int element, double x) {
        ReferenceTensor tensor = given.input(role);
        double[] values = tensor.toArray();
        values[element] = x;
        return given.with(role, ReferenceTensor.of(values, tensor.shape().toArray()));
    }
}
