package org.losses4j.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.losses4j.engine.Kind.Fold;
import org.losses4j.graph.BinaryOp;
import org.losses4j.graph.UnaryOp;

/** Makes terms, each only once. */
final class Terms {
    private final int[] extents;
    private final Map<Key, Term> terms = new HashMap<>();

    /** Terms over labels of these extents. */
    Terms(int[] extents) {
        this.extents = extents;
    }

    Term term(Kind kind, List<Term> operands) {
        return terms.computeIfAbsent(
                new Key(kind, operands), key -> new Term(terms.size(), kind, operands, labels(kind, operands)));
    }

    Term constant(double value) {
        return term(new Kind.Constant(value), List.of());
    }

    /** An elementary function. Softplus and sigmoid of x and of −x share e^−|x|, and what is made of that alone. */
    Term unary(UnaryOp op, Term x) {
        return switch (op) {
            case STOP_GRADIENT -> x;
            case SOFTPLUS ->
                binary(
                        BinaryOp.ADD,
                        binary(BinaryOp.MAXIMUM, x, constant(0)),
                        term(new Kind.Rest(), List.of(decay(x))));
            case SIGMOID -> term(new Kind.Sigmoid(), List.of(x, decay(x)));
            default -> term(new Kind.Unary(op), List.of(x));
        };
    }

    private Term decay(Term x) {
        boolean negated = x.kind() instanceof Kind.Unary unary && unary.op() == UnaryOp.NEG;
        Term size = term(new Kind.Unary(UnaryOp.ABS), List.of(negated ? x.operand(0) : x));
        return unary(UnaryOp.EXP, unary(UnaryOp.NEG, size));
    }

    Term binary(BinaryOp op, Term a, Term b) {
        return term(new Kind.Binary(op), List.of(a, b));
    }

    /** A reduction over labels; along those that the operand does not depend on, a sum is a product. */
    Term reduction(Fold fold, Term operand, long over) {
        long present = over & operand.labels();
        Term reduced = present == 0 ? operand : term(new Kind.Reduction(fold, present), List.of(operand));
        int repeats = LabelSet.size(over & ~present, extents);
        return fold == Fold.MAX || repeats == 1 ? reduced : binary(BinaryOp.MUL, reduced, constant(repeats));
    }

    private static long labels(Kind kind, List<Term> operands) {
        long labels = 0;
        for (Term operand : operands) {
            labels |= operand.labels();
        }
        if (kind instanceof Kind.Load load) {
            return load.access().labelSet();
        }
        if (kind instanceof Kind.Index index) {
            return 1L << index.label();
        }
        return kind instanceof Kind.Reduction reduction ? labels & ~reduction.over() : labels;
    }

    private record Key(Kind kind, List<Term> operands) {}
}
