package org.losses4j.engine.internal.ir;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.losses4j.graph.BinaryOp;
import org.losses4j.graph.UnaryOp;

/** Cheaper forms of terms, and what is known of their signs. */
class TermsTest {
    private final Terms terms = new Terms();
    private final Term a = terms.term(new TermOp.Index(0), List.of());
    private final Term b = terms.term(new TermOp.Index(1), List.of());

    @Test
    void negationsMoveOutwards() {
        assertSame(a, minus(minus(a)));
        for (BinaryOp op : List.of(BinaryOp.MUL, BinaryOp.DIV)) {
            Term plain = terms.binary(op, a, b);
            assertSame(plain, terms.binary(op, minus(a), minus(b)));
            assertSame(minus(plain), terms.binary(op, minus(a), b));
            assertSame(minus(plain), terms.binary(op, a, minus(b)));
        }
        assertSame(terms.binary(BinaryOp.SUB, a, b), terms.binary(BinaryOp.ADD, a, minus(b)));
        assertSame(terms.binary(BinaryOp.SUB, b, a), terms.binary(BinaryOp.ADD, minus(a), b));
        assertSame(terms.binary(BinaryOp.ADD, a, b), terms.binary(BinaryOp.SUB, a, minus(b)));
    }

    /** −a − b and −(a + b) are zeros of different signs where a is 0 and b is −0. */
    @Test
    void negationsThatDecideOnTheSignOfZeroStay() {
        for (BinaryOp op : List.of(BinaryOp.ADD, BinaryOp.SUB)) {
            Term first = minus(a);
            Term second = op == BinaryOp.ADD ? minus(b) : b;
            assertSame(terms.term(new TermOp.Binary(op), List.of(first, second)), terms.binary(op, first, second));
        }
    }

    @Test
    void squaresSizesAndExponentialsAreNeverNegative() {
        Term size = terms.unary(UnaryOp.ABS, a);
        Term square = terms.binary(BinaryOp.MUL, a, a);
        Term exponential = terms.unary(UnaryOp.EXP, b);
        for (Term term : List.of(
                size,
                square,
                exponential,
                terms.binary(BinaryOp.ADD, size, square),
                terms.binary(BinaryOp.DIV, square, exponential),
                terms.binary(BinaryOp.MAXIMUM, a, terms.constant(0)),
                terms.reduction(TermOp.Fold.SUM, size, 1))) {
            assertTrue(SignAnalysis.isNeverNegative(term), term::toString);
        }
    }

    @Test
    void othersMayBeNegative() {
        Term size = terms.unary(UnaryOp.ABS, a);
        for (Term term : List.of(
                a,
                minus(size),
                terms.constant(-0.0),
                terms.constant(-1),
                terms.binary(BinaryOp.MUL, size, b),
                terms.binary(BinaryOp.SUB, size, terms.unary(UnaryOp.ABS, b)),
                terms.binary(BinaryOp.ADD, size, b),
                terms.binary(BinaryOp.MINIMUM, size, b),
                terms.choice(a, size, b),
                terms.unary(UnaryOp.EXPM1, size))) {
            assertFalse(SignAnalysis.isNeverNegative(term), term::toString);
        }
    }

    private Term minus(Term term) {
        return terms.unary(UnaryOp.NEG, term);
    }
}
