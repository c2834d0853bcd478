package org.losses4j.conformance.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

/** Checks that gradients are finite if all inputs and the value are, unless the slope is larger than the largest float64. */
final class Finiteness {
    static final String NAME = "finite gradients";

    private Finiteness() {}

    static List<Finding> of(FuzzCase given, Expectation wanted, Tally tally) {
        List<Finding> findings = new ArrayList<>();
        if (!given.inputs().values().stream().allMatch(Finiteness::finite)
                || !finite(wanted.number(Expectation.VALUE))) {
            return findings;
        }
        for (String role : given.trained()) {
            ReferenceTensor gradient = wanted.number(role);
            double[] numbers = gradient.toArray();
            tally.add(NAME, numbers.length, 0);
            for (int i = 0; i < numbers.length; i++) {
                if (!Double.isFinite(numbers[i]) && !tooSteep(given, role, i, numbers[i])) {
                    findings.add(finding(given, wanted, role, i));
                    break;
                }
            }
        }
        return findings;
    }

    /** Whether the value's slope from an element to the neighbouring number overflows to the same infinity as the gradient. */
    private static boolean tooSteep(FuzzCase given, String role, int element, double gradient) {
        double[] values = given.input(role).toArray();
        double x = values[element];
        double neighbour = x < 0 ? Math.nextDown(x) : Math.nextUp(x);
        double here = sum(given, role, values);
        values[element] = neighbour;
        return (sum(given, role, values) - here) / (neighbour - x) == gradient;
    }

    private static double sum(FuzzCase given, String role, double[] values) {
        int[] extents = given.input(role).shape().toArray();
        Tensor value = given.objective()
                .value(given.with(role, ReferenceTensor.of(values, extents)).given());
        return Arrays.stream(value.toArray()).sum();
    }

    private static boolean finite(Tensor tensor) {
        return Arrays.stream(tensor.toArray()).allMatch(Double::isFinite);
    }

    /** A finding that wants any finite number: 0, with the largest float64 as its bound. */
    private static Finding finding(FuzzCase given, Expectation wanted, String role, int element) {
        double[] numbers = wanted.number(role).toArray();
        double[] bounds = wanted.bound(role).toArray();
        double got = numbers[element];
        for (int i = 0; i < numbers.length; i++) {
            if (!Double.isFinite(numbers[i])) {
                numbers[i] = 0;
                bounds[i] = Double.MAX_VALUE;
            }
        }
        ReferenceTensor some =
                ReferenceTensor.of(numbers, wanted.number(role).shape().toArray());
        return new Finding(
                given,
                NAME + ": the gradient by " + role,
                "[" + element + "]",
                Double.toString(got),
                "a number",
                wanted.with(role, some, bounds));
    }
}
