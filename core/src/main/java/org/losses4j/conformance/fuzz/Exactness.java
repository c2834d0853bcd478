package org.losses4j.conformance.fuzz;

/** Finds out whether an operation on two numbers has no rounding error in float64; then no precision that holds the result has one. */
final class Exactness {
    private Exactness() {}

    /** A test of two operands. */
    interface Test {
        boolean holds(double x, double y);
    }

    /** Whether x + y is exact, by D. E. Knuth's two-sum. */
    static boolean ofSum(double x, double y) {
        double sum = x + y;
        double back = sum - x;
        return (x - (sum - back)) + (y - back) == 0;
    }

    static boolean ofProduct(double x, double y) {
        double product = x * y;
        boolean underflow = product == 0 && x != 0 && y != 0;
        return !underflow && Math.fma(x, y, -product) == 0;
    }

    static boolean ofQuotient(double x, double y) {
        double quotient = x / y;
        boolean underflow = quotient == 0 && x != 0;
        return !underflow && Math.fma(quotient, y, -x) == 0;
    }
}
