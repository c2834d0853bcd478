package org.losses4j.examples.laboratory;

import java.util.Arrays;

/**
 * Refuses to judge numbers that are NaN or infinite: every comparison with NaN is false, which figures and pictures do not
 * show.
 */
public final class Finite {
    private Finite() {}

    /**
     * Returns the predictions.
     *
     * @throws TrainingFailedException if one is NaN or infinite
     */
    public static float[][] predictions(float[][] predictions) {
        for (float[] each : predictions) {
            for (float value : each) {
                require("a prediction", value);
            }
        }
        return predictions;
    }

    /**
     * Returns the predictions.
     *
     * @throws TrainingFailedException if one is NaN or infinite
     */
    public static double[][] predictions(double[][] predictions) {
        Arrays.stream(predictions).forEach(Finite::predictions);
        return predictions;
    }

    /**
     * Returns the predictions.
     *
     * @throws TrainingFailedException if one is NaN or infinite
     */
    public static double[] predictions(double[] predictions) {
        Arrays.stream(predictions).forEach(value -> require("a prediction", value));
        return predictions;
    }

    /**
     * Returns a number.
     *
     * @throws TrainingFailedException if it is NaN or infinite
     */
    public static double require(String what, double value) {
        if (!Double.isFinite(value)) {
            throw new TrainingFailedException(what + " is " + value);
        }
        return value;
    }
}
