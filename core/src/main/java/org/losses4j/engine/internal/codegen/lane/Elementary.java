package org.losses4j.engine.internal.codegen.lane;

import java.util.function.IntConsumer;
import org.losses4j.graph.UnaryOp;

/** Writes the elementary functions, by one algorithm for scalar and vector code; within 2 ulp in float32, the arc tangent within 2.1. */
public final class Elementary {
    private final LaneCode code;
    private final IntConsumer fence;

    /**
     * A writer of elementary functions.
     *
     * @param fence writes a fence behind a number, so that HotSpot reads further constants only after it; see
     *     {@link ConstantPool}
     */
    public Elementary(LaneCode code, IntConsumer fence) {
        this.code = code;
        this.fence = fence;
    }

    public int apply(UnaryOp op, int x) {
        return switch (op) {
            case NEG -> code.neg(x);
            case ABS -> code.abs(x);
            case SIGN -> sign(x);
            case EXP -> new Exponential(code).exp(x);
            case EXPM1 -> new Exponential(code).expm1(x);
            case LOG -> new Logarithm(code, fence).log(x);
            case LOG1P -> new Logarithm(code, fence).log1p(x);
            case SQRT -> code.sqrt(x);
            case ATAN -> new ArcTangent(code).atan(x);
            case SOFTPLUS, SIGMOID, STOP_GRADIENT ->
                throw new IllegalStateException(op + " is written in terms of others");
        };
    }

    /** Whether a power takes a logarithm and an exponential. */
    public static boolean isFunction(double exponent) {
        return exponent != -1 && exponent != 0 && exponent != 2 && exponent != 3 && exponent != 4;
    }

    /** x to a constant power. */
    public int pow(int x, double exponent) {
        if (isFunction(exponent)) {
            return new Power(code, fence).pow(x, exponent);
        }
        return switch ((int) exponent) {
            case -1 -> code.div(code.constant(1), x);
            case 0 -> code.constant(1);
            case 2 -> square(x);
            case 3 -> code.mul(square(x), x);
            default -> square(square(x));
        };
    }

    private int square(int x) {
        return code.mul(x, x);
    }

    private int sign(int x) {
        int zero = code.constant(0);
        int unit = code.select(code.greater(x, zero), code.constant(1), code.constant(-1));
        // 0 and NaN are their own signs.
        return code.select(code.greater(code.abs(x), zero), unit, x);
    }

    /** log(1 + x) for x that is not negative, or NaN. */
    public int log1pOfSize(int x) {
        return new Logarithm(code, fence).log1pOfSize(x);
    }

    /** e^−|x|. */
    public int decay(int x) {
        return new Exponential(code).decay(x);
    }

    /** log(1 + x) for x within [0, 1], or NaN. */
    public int rest(int x) {
        return new Logarithm(code, fence).ofUnit(x);
    }

    /** 1 / (1 + x) for x within [0, 1], or NaN. */
    public int inverse(int x) {
        Quotient quotient = quotient(code.constant(1), x);
        return code.mulAdd(quotient.value(), quotient.missing(), quotient.value());
    }

    /** x / (1 + x) for x within [0, 1], or NaN. */
    public int share(int x) {
        if (!code.isFused()) {
            Quotient quotient = quotient(x, x);
            return code.mulAdd(quotient.value(), quotient.missing(), quotient.value());
        }
        Quotient quotient = quotient(code.constant(1), x);
        int rest = code.mul(code.mul(quotient.value(), quotient.missing()), x);
        return code.mulAdd(quotient.value(), x, rest);
    }

    /**
     * A rounded quotient.
     *
     * @param missing the exact quotient less the rounded one, relative to it
     */
    private record Quotient(int value, int missing) {}

    private Quotient quotient(int dividend, int x) {
        int one = code.constant(1);
        int sum = code.add(one, x);
        int gained = code.sub(code.sub(sum, one), x);
        int value = code.div(dividend, sum);
        int inverse = dividend == one ? value : code.div(one, sum);
        if (!code.isFused()) {
            return new Quotient(value, code.mul(inverse, gained));
        }
        return new Quotient(value, code.mulAdd(inverse, gained, code.mulAdd(sum, code.neg(inverse), one)));
    }
}
