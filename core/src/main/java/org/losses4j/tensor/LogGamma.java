package org.losses4j.tensor;

/**
 * The logarithm of the gamma function by Stirling's series: log Γ(x) = (x − ½)·log x − x + ½·log 2π + R(x), for x > 0.
 *
 * <p>Differences of log Γ, as in likelihoods of counts, keep their digits where they are written with the remainder R(x), and the
 * large parts cancel on paper. Source: M. Abramowitz, I. A. Stegun, "Handbook of Mathematical Functions", 6.1.15 and 6.1.40.
 */
public final class LogGamma {
    /** B₂ₙ / (2n (2n − 1)), the coefficients of x^(1 − 2n), the highest n first; from x = 8 on they suffice for float64. */
    private static final double[] SERIES = {
        1.0 / 156, -691.0 / 360360, 1.0 / 1188, -1.0 / 1680, 1.0 / 1260, -1.0 / 360, 1.0 / 12
    };

    private static final int SHIFT = 8;

    private LogGamma() {}

    /** log Γ(x) for x > 0; NaN elsewhere. */
    static Tensor of(Tensor x) {
        Tensor main = x.sub(0.5).mul(x.log()).sub(x).add(0.5 * Math.log(2 * Math.PI));
        return main.add(remainder(x));
    }

    /** R(x) = log Γ(x) − (x − ½)·log x + x − ½·log 2π, which is 1/(12x) nearly for large x; NaN unless x > 0. */
    public static Tensor remainder(Tensor x) {
        Tensor small = x.less(SHIFT);
        Tensor remainder = small.where(shifted(small.where(x, 1)), series(small.where(SHIFT, x)));
        return x.greater(0).where(remainder, Double.NaN);
    }

    private static Tensor series(Tensor x) {
        Tensor inverse = x.constant(1).div(x);
        Tensor square = inverse.square();
        Tensor sum = x.constant(SERIES[0]);
        for (int i = 1; i < SERIES.length; i++) {
            sum = sum.mul(square).add(SERIES[i]);
        }
        return sum.mul(inverse);
    }

    /** R(x) from R(x + 8), by Γ(x + 8) = x (x + 1) … (x + 7) Γ(x). */
    private static Tensor shifted(Tensor x) {
        Tensor above = x.add(SHIFT);
        // (x + 1)(x + 6), (x + 2)(x + 5) and (x + 3)(x + 4) are this plus 6, 10 and 12.
        Tensor outer = x.mul(x.add(7));
        Tensor inner = outer.add(6).mul(outer.add(10)).mul(outer.add(12));
        // Γ(x + 8) / Γ(x) without its factor x, which may be tiny; all of it is within the range of float32.
        Tensor ratio = above.pow(4).square().div(inner.mul(x.add(7)));
        Tensor step = x.sub(0.5).mul(above.log()).sub(x.add(0.5).mul(x.log()));
        return step.add(ratio.log()).sub(SHIFT).add(series(above));
    }
}
