package org.losses4j.engine;

import org.losses4j.graph.UnaryOp;

/** The elementary functions, written once for scalar and vector code; within 2 ulp in float32. */
final class Elementary {
    private final Code code;

    Elementary(Code code) {
        this.code = code;
    }

    int apply(UnaryOp op, int x) {
        return switch (op) {
            case NEG -> code.neg(x);
            case ABS -> code.abs(x);
            case SIGN -> sign(x);
            case EXP -> new Exponential(code).exp(x);
            case EXPM1 -> new Exponential(code).expm1(x);
            case LOG -> new Logarithm(code).log(x);
            case LOG1P -> new Logarithm(code).log1p(x);
            case SQRT -> code.sqrt(x);
            case SOFTPLUS, SIGMOID, STOP_GRADIENT ->
                throw new IllegalStateException(op + " is written in terms of others");
        };
    }

    /** x to a constant power; small whole ones by multiplication. */
    int pow(int x, double exponent) {
        if (exponent == 0) {
            return code.constant(1);
        }
        if (exponent == 3) {
            return code.mul(code.mul(x, x), x);
        }
        if (exponent == 4) {
            int square = code.mul(x, x);
            return code.mul(square, square);
        }
        return exponent == -1 ? code.div(code.constant(1), x) : code.pow(x, exponent);
    }

    private int sign(int x) {
        int zero = code.constant(0);
        int below = code.select(code.greater(zero, x), code.constant(-1), x);
        return code.select(code.greater(x, zero), code.constant(1), below);
    }

    /** log(1 + x) for x within [0, 1], or NaN. */
    int rest(int x) {
        return new Logarithm(code).ofUnit(x);
    }

    /** The sigmoid of x, given e^−|x|. */
    int sigmoid(int x, int decay) {
        int one = code.constant(1);
        int negative = code.greater(code.constant(0), x);
        int sum = code.add(one, decay);
        int quotient = code.div(code.select(negative, decay, one), sum);
        // What the sum lost by rounding, relative to it; 1 / sum is the quotient or its complement.
        int lost = code.sub(decay, code.sub(sum, one));
        int inverse = code.select(negative, code.sub(one, quotient), quotient);
        return code.sub(quotient, code.mul(quotient, code.mul(lost, inverse)));
    }
}
