package org.losses4j.examples.outliers;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.losses4j.examples.data.OutlyingDiabetes;

/**
 * Predicted and true values, in the unit of the data.
 *
 * @param predicted the network's predictions
 * @param actual the true values of the test data
 */
@SuppressWarnings("ArrayRecordComponent") // it only holds data, and is never compared
record Predictions(double[] predicted, double[] actual) {

    /** From outputs and targets in hundreds. */
    static Predictions of(double[] outputs, double[] targets) {
        return new Predictions(inUnits(outputs), inUnits(targets));
    }

    private static double[] inUnits(double[] values) {
        return Arrays.stream(values).map(value -> value * OutlyingDiabetes.UNIT).toArray();
    }

    /** Prediction − truth of each example. */
    double[] residuals() {
        return IntStream.range(0, actual.length)
                .mapToDouble(i -> predicted[i] - actual[i])
                .toArray();
    }

    double meanAbsoluteError() {
        return Arrays.stream(residuals()).map(Math::abs).average().orElseThrow();
    }

    double meanError() {
        return Arrays.stream(residuals()).average().orElseThrow();
    }
}
