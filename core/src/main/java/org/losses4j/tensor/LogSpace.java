package org.losses4j.tensor;

/** Adds numbers that are given by their natural logarithms. */
public final class LogSpace {
    private LogSpace() {}

    /** log(eᵃ + eᵇ); −∞ stands for 0. */
    public static double add(double a, double b) {
        double larger = Math.max(a, b);
        return larger == Double.NEGATIVE_INFINITY
                ? Double.NEGATIVE_INFINITY
                : larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
    }
}
