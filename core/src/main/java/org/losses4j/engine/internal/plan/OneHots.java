package org.losses4j.engine.internal.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.losses4j.engine.internal.ir.Formula;
import org.losses4j.engine.internal.ir.LabelSet;
import org.losses4j.engine.internal.ir.Term;
import org.losses4j.engine.internal.ir.TermOp;
import org.losses4j.engine.internal.ir.TermOp.Fold;
import org.losses4j.engine.internal.ir.Terms;
import org.losses4j.engine.memory.Precision;
import org.losses4j.graph.BinaryOp;

/**
 * Fourth pass: replaces the comparison of a class index k with every class j by one read at the index. Example: the sum over j
 * of "xⱼ if j = k, else 0" becomes xₖ, and a gradient pⱼ − [j = k] is written as pⱼ for all j, then as pₖ − 1 at k. Applies to
 * axes of 16 to 2²² positions.
 */
public final class OneHots {
    private static final int FEWEST_POSITIONS = 16;
    // Added and then subtracted, these round to a whole number: sums of this size have no bits behind the point.
    private static final double ROUND_FLOAT = 0x1.8p23;
    private static final double ROUND_DOUBLE = 0x1.8p52;
    private static final int MOST_POSITIONS = 1 << 22;

    private final Terms terms;
    private final Term comparison;
    private final int label;
    private final Term index;
    private final Map<Term, Term> chosen = new HashMap<>();
    private final Map<Term, Term> others = new HashMap<>();

    private OneHots(Formula formula, Precision precision, Term comparison) {
        this.terms = formula.terms();
        this.comparison = comparison;
        int position = isPosition(comparison.operand(0)) ? 0 : 1;
        this.label = ((TermOp.Index) comparison.operand(position).op()).label();
        this.index = index(comparison.operand(1 - position), precision);
    }

    /**
     * The formula with reads at the index in place of its comparison. It is returned unchanged unless it has exactly one such
     * comparison, along an axis that other reductions still run over, alone.
     */
    public static Formula picked(Formula formula, Precision precision) {
        List<Term> comparisons =
                formula.reachable().stream().filter(OneHots::isComparison).toList();
        if (comparisons.size() != 1) {
            return formula;
        }
        OneHots pass = new OneHots(formula, precision, comparisons.get(0));
        if (!takes(formula.extents()[pass.label])) {
            return formula;
        }
        Formula picked = pass.results(pass.sums(formula));
        return RowLabels.takesPicks(picked, pass.label) ? picked : formula;
    }

    /** Whether axes of this extent are looked at. */
    static boolean takes(int positions) {
        return positions >= FEWEST_POSITIONS && positions <= MOST_POSITIONS;
    }

    private static boolean isComparison(Term term) {
        return term.is(BinaryOp.EQUAL) && (isPosition(term.operand(0)) || isPosition(term.operand(1)));
    }

    private static boolean isPosition(Term term) {
        return term.op() instanceof TermOp.Index;
    }

    /** The index if it is a position, else 0: position 0 is then computed a second time, with the same result. */
    private Term index(Term given, Precision precision) {
        Term round = terms.constant(precision == Precision.FLOAT64 ? ROUND_DOUBLE : ROUND_FLOAT);
        Term rounded = terms.binary(BinaryOp.SUB, terms.binary(BinaryOp.ADD, given, round), round);
        Term zero = terms.constant(0);
        Term whole = terms.choice(terms.binary(BinaryOp.EQUAL, rounded, given), given, zero);
        Term least = terms.choice(terms.binary(BinaryOp.GREATER, whole, zero), whole, zero);
        return terms.choice(terms.binary(BinaryOp.GREATER, terms.count(1L << label), least), least, zero);
    }

    private Formula sums(Formula formula) {
        Map<Term, Term> rewritten = new HashMap<>();
        for (Term term : formula.reachable()) {
            List<Term> operands = term.operands().stream().map(rewritten::get).toList();
            Term picked = picked(term, operands);
            rewritten.put(term, picked == null ? terms.again(term, operands) : picked);
        }
        return formula.with(formula.results().stream()
                .map(result -> result.with(rewritten::get))
                .toList());
    }

    private @Nullable Term picked(Term term, List<Term> operands) {
        if (!(term.op() instanceof TermOp.Reduction reduction)
                || reduction.fold() != Fold.SUM
                || !LabelSet.contains(reduction.over(), label)) {
            return null;
        }
        Term summand = operands.get(0);
        if (others(summand).isConstant(0)) {
            return picked(summand, reduction.over());
        }
        if (summand.is(BinaryOp.ADD)) {
            for (int i = 0; i < 2; i++) {
                if (others(summand.operand(i)).isConstant(0)) {
                    Term element = picked(summand.operand(i), reduction.over());
                    Term rest = terms.reduction(Fold.SUM, summand.operand(1 - i), reduction.over());
                    return element == null ? null : terms.binary(BinaryOp.ADD, rest, element);
                }
            }
        }
        return null;
    }

    private @Nullable Term picked(Term summand, long over) {
        Term element = chosen(summand);
        return element == null ? null : terms.reduction(Fold.SUM, element, over & ~(1L << label));
    }

    private Formula results(Formula formula) {
        return formula.with(formula.results().stream().map(this::patched).toList());
    }

    private Formula.Result patched(Formula.Result result) {
        Term elsewhere = others(result.term());
        Term element = elsewhere == result.term() ? null : chosen(result.term());
        return element == null
                ? result
                : new Formula.Result(elsewhere, result.target(), new Formula.Patch(element, index));
    }

    /** The term's value at the index; null if that takes a reduction over another axis. */
    private @Nullable Term chosen(Term term) {
        if (!LabelSet.contains(term.labels(), label)) {
            return term;
        }
        if (isPosition(term)) {
            return index;
        }
        if (term.op() instanceof TermOp.Load load) {
            return terms.term(new TermOp.Pick(load.access(), label), List.of(index));
        }
        if (term.reduces()) {
            return null;
        }
        Term known = chosen.get(term);
        if (known == null) {
            List<Term> operands = new ArrayList<>();
            for (Term operand : term.operands()) {
                Term at = chosen(operand);
                if (at == null) {
                    return null;
                }
                operands.add(at);
            }
            known = terms.again(term, operands);
            chosen.put(term, known);
        }
        return known;
    }

    /** The term's value at all positions but the index. */
    private Term others(Term term) {
        if (term == comparison) {
            return terms.constant(0);
        }
        if (!LabelSet.contains(term.labels(), label) || term.operands().isEmpty()) {
            return term;
        }
        Term known = others.get(term);
        if (known == null) {
            known = terms.again(term, term.operands().stream().map(this::others).toList());
            others.put(term, known);
        }
        return known;
    }
}
