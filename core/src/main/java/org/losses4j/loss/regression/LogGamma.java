package org.losses4j.loss.regression;

/** Logarithms of the gamma function, as constants of densities. */
final class LogGamma {
    // From here on the series below is exact to the last bit or two.
    private static final double LARGE = 16;

    private LogGamma() {}

    /**
     * log Γ(x + ½) − log Γ(x) − ½ log x for x > 0, to about 10⁻¹⁵ whatever x is; the difference of the two logarithms themselves
     * would lose the digits that they share.
     */
    static double ratioToSquareRoot(double x) {
        double difference = 0;
        double large = x;
        while (large < LARGE) {
            difference -= Math.log1p(0.5 / large);
            large++;
        }
        return difference + 0.5 * Math.log(large / x) + series(1 / large);
    }

    /** The asymptotic series of log Γ(x + ½) − log Γ(x) − ½ log x in the powers of 1/x. */
    private static double series(double inverse) {
        double square = inverse * inverse;
        return inverse
                * (-1.0 / 8
                        + square
                                * (1.0 / 192
                                        + square
                                                * (-1.0 / 640
                                                        + square
                                                                * (17.0 / 14336
                                                                        + square
                                                                                * (-31.0 / 18432
                                                                                        + square * 691.0 / 180224)))));
    }
}
