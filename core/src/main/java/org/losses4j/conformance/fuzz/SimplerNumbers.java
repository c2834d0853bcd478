package org.losses4j.conformance.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.losses4j.tensor.ReferenceTensor;

/** Lists cases with simpler numbers than a given one: first all numbers of an input are changed, then single ones. */
final class SimplerNumbers {
    private static final int FEW = 40;

    private static final List<DoubleUnaryOperator> SIMPLER =
            List.of(x -> 0, x -> 1, Math::rint, x -> Math.rint(x * 4) / 4, SimplerNumbers::twoDigits, x -> (float) x);

    private SimplerNumbers() {}

    static List<FuzzCase> than(FuzzCase given) {
        List<FuzzCase> simpler = new ArrayList<>();
        for (DoubleUnaryOperator change : SIMPLER) {
            given.inputs().forEach((role, tensor) -> {
                double[] values = tensor.toArray();
                add(given, role, tensor, Arrays.stream(values).map(change).toArray(), simpler);
            });
        }
        given.inputs().forEach((role, tensor) -> {
            int size = tensor.shape().size();
            for (int i = 0; i < size && given.size() <= FEW; i++) {
                for (DoubleUnaryOperator change : SIMPLER) {
                    double[] values = tensor.toArray();
                    // 0 stays, and 1 becomes 0 only.
                    if (values[i] != 0 && (values[i] != 1 || change.applyAsDouble(2) == 0)) {
                        values[i] = change.applyAsDouble(values[i]);
                        add(given, role, tensor, values, simpler);
                    }
                }
            }
        });
        return simpler;
    }

    private static void add(
            FuzzCase given, String role, ReferenceTensor tensor, double[] values, List<FuzzCase> simpler) {
        if (complexity(values) < complexity(tensor.toArray())) {
            simpler.add(
                    given.with(role, ReferenceTensor.of(values, tensor.shape().toArray())));
        }
    }

    /** The number of characters that the numbers take; +0 counts nothing, 1 one. */
    private static int complexity(double[] values) {
        int letters = 0;
        for (double value : values) {
            letters += value == 0 && 1 / value > 0
                    ? 0
                    : value == 1 ? 1 : Double.toString(value).length();
        }
        return letters;
    }

    private static double twoDigits(double x) {
        if (x == 0 || !Double.isFinite(x)) {
            return x;
        }
        double unit = Math.pow(10, Math.floor(Math.log10(Math.abs(x))) - 1);
        return unit == 0 ? x : Double.parseDouble(String.format(java.util.Locale.ROOT, "%.1e", x));
    }
}
