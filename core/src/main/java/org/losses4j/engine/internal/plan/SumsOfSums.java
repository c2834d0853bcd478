package org.losses4j.engine.internal.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.losses4j.engine.internal.ir.Formula;
import org.losses4j.engine.internal.ir.LabelSet;
import org.losses4j.engine.internal.ir.Term;
import org.losses4j.engine.internal.ir.TermOp;
import org.losses4j.engine.internal.ir.TermOp.Fold;
import org.losses4j.graph.BinaryOp;
import org.losses4j.graph.UnaryOp;

/**
 * Third pass: merges a sum of sums into one sum: Σᵢ (Σⱼ xᵢⱼ) / 3 becomes (Σᵢⱼ xᵢⱼ) / 3. Between the two sums there may be
 * negations, and factors and divisors that do not depend on the outer labels. A mean over examples of means over elements
 * thereby needs no walks within rows.
 */
public final class SumsOfSums {
    private final Formula formula;
    private final Map<Term, Integer> uses;
    private final Map<Term, Term> rewritten = new HashMap<>();

    private SumsOfSums(Formula formula) {
        this.formula = formula;
        this.uses = formula.uses();
    }

    public static Formula merge(Formula formula) {
        SumsOfSums pass = new SumsOfSums(formula);
        formula.reachable().forEach(term -> pass.rewritten.put(term, pass.rewrite(term)));
        return formula.with(
                formula.results().stream().map(result -> result.with(pass::of)).toList());
    }

    private Term rewrite(Term term) {
        if (term.op() instanceof TermOp.Reduction reduction && reduction.fold() == Fold.SUM) {
            Term inner = term.operand(0);
            Term merged = single(inner) ? sum(inner, reduction.over()) : null;
            if (merged != null) {
                return merged;
            }
        }
        List<Term> operands = term.operands().stream().map(this::of).toList();
        return formula.terms().term(term.op(), operands);
    }

    /** The sum of {@code term} over {@code over}, merged with a sum inside the term; null if none can be merged. */
    private @Nullable Term sum(Term term, long over) {
        if (term.op() instanceof TermOp.Reduction reduction && reduction.fold() == Fold.SUM) {
            return formula.terms().reduction(Fold.SUM, of(term.operand(0)), reduction.over() | over);
        }
        if (term.is(UnaryOp.NEG)) {
            Term inner = single(term.operand(0)) ? sum(term.operand(0), over) : null;
            return inner == null ? null : formula.terms().term(term.op(), List.of(inner));
        }
        if (term.op() instanceof TermOp.Binary binary) {
            if (binary.op() == BinaryOp.DIV || binary.op() == BinaryOp.MUL) {
                Term first = through(term, 0, over);
                return first != null || binary.op() == BinaryOp.DIV ? first : through(term, 1, over);
            }
        }
        return null;
    }

    /** The product or quotient with one operand summed, if the other operand is the same for all summands; else null. */
    private @Nullable Term through(Term term, int summed, long over) {
        Term other = term.operand(1 - summed);
        Term operand = term.operand(summed);
        if ((other.labels() & over) != 0 || !LabelSet.within(over, operand.labels()) || !single(operand)) {
            return null;
        }
        Term sum = sum(operand, over);
        if (sum == null) {
            return null;
        }
        return formula.terms().term(term.op(), summed == 0 ? List.of(sum, of(other)) : List.of(of(other), sum));
    }

    private boolean single(Term term) {
        return uses.getOrDefault(term, 0) == 1;
    }

    private Term of(Term term) {
        return rewritten.getOrDefault(term, term);
    }
}
