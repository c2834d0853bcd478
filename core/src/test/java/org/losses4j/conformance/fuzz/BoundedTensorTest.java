package org.losses4j.conformance.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

class BoundedTensorTest {

    @Test
    void wholeNumbersAndInputsAreExact() {
        BoundedTensor result = (BoundedTensor) exact(-5).mul(4).sub(7).square();

        assertEquals(729, result.item());
        assertEquals(0, result.errors()[0]);
    }

    /** (10¹⁶ + 1) − 10¹⁶ is 0 in float64: the 1 is lost, and the bound says that it may be. */
    @Test
    void whatCancelsHasTheBoundOfItsTerms() {
        BoundedTensor result = (BoundedTensor) exact(1e16).add(1).sub(1e16);

        assertTrue(Math.abs(1 - result.item()) <= result.errors()[0], () -> result.item() + " ± " + result.errors()[0]);
        assertTrue(result.errors()[0] < 4);
    }

    @Test
    void aRoundingThatDecidesLeavesBothResultsOpen() {
        Tensor tenth = exact(0.1);
        BoundedTensor chosen = (BoundedTensor) tenth.add(0.2).greater(0.3).where(tenth.constant(5), tenth.constant(7));

        assertEquals(5, chosen.item());
        assertEquals(2, chosen.errors()[0]);
    }

    @Test
    void aTieOfInputsIsDecided() {
        BoundedTensor tie = (BoundedTensor) exact(0.1).equal(0.1);

        assertEquals(1, tie.item());
        assertEquals(0, tie.errors()[0]);
    }

    @Test
    void divisionByWhatMayBeNothingIsOpen() {
        BoundedTensor result = (BoundedTensor) exact(1).div(exact(0.1).add(0.2).sub(0.3));

        assertEquals(Bounds.UNKNOWN, result.errors()[0]);
    }

    @Test
    void notANumberAndInfinitiesAreKnown() {
        BoundedTensor result = (BoundedTensor)
                exact(Double.NaN, Double.POSITIVE_INFINITY, 1).mul(0.1).exp();

        assertEquals(0, result.errors()[0]);
        assertEquals(0, result.errors()[1]);
        assertTrue(result.errors()[2] > 0);
    }

    /** The same formula in float32, one rounding after the other, stays within the bound for float32. */
    @Test
    void roundingEachOperationToFloatStaysWithin() {
        Random random = new Random(20260401);
        for (int i = 0; i < 2000; i++) {
            float x = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(5) - 2));
            float y = (float) random.nextGaussian();
            float difference = x - y;
            float square = difference * difference;
            float logarithm = (float) Math.log(1 + square);
            float rounded = logarithm / (square + 0.3f) - y;

            BoundedTensor bounded = (BoundedTensor) single(x, a -> {
                Tensor squared = a.sub(y).square();
                return squared.add(1).log().div(squared.add(0.3)).sub(y);
            });

            assertTrue(
                    Math.abs(bounded.item() - rounded) <= bounded.errors()[0],
                    () -> x + ", " + y + ": " + rounded + " for " + bounded.item() + " ± " + bounded.errors()[0]);
            assertTrue(bounded.errors()[0] < 1e-4 * (1 + Math.abs(y)), () -> x + ", " + y + ": " + bounded.errors()[0]);
        }
    }

    private static Tensor exact(double... values) {
        return BoundedTensor.exact(ReferenceTensor.vector(values), Rounding.FLOAT64);
    }

    private static Tensor single(float x, UnaryOperator<Tensor> formula) {
        return formula.apply(BoundedTensor.exact(ReferenceTensor.vector(x), Rounding.FLOAT32));
    }
}
