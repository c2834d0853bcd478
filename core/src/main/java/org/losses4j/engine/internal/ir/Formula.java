package org.losses4j.engine.internal.ir;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.losses4j.graph.Leaf;

/**
 * A graph in terms.
 *
 * @param terms makes more of them
 * @param extents by label
 * @param results what to compute
 * @param literals the numbers of the formula, by their number
 */
public record Formula(Terms terms, int[] extents, List<Result> results, List<Leaf.Literal> literals) {

    /**
     * A term, and the places that it goes to.
     *
     * @param term may depend on fewer labels than there are places for; it is then repeated
     * @param patch what one place in each row gets instead; null if none does
     */
    public record Result(Term term, Access target, @Nullable Patch patch) {
        public Result(Term term, Access target) {
            this(term, target, null);
        }

        @Override
        public String toString() {
            String elsewhere = patch == null
                    ? ""
                    : ", t" + patch.term().number() + " at t" + patch.index().number();
            return "store t" + term.number() + " to " + target + elsewhere;
        }

        /** All terms that it needs. */
        public List<Term> terms() {
            return patch == null ? List.of(term) : List.of(term, patch.term(), patch.index());
        }

        /** The result with other terms. */
        public Result with(UnaryOperator<Term> rewritten) {
            Patch other =
                    patch == null ? null : new Patch(rewritten.apply(patch.term()), rewritten.apply(patch.index()));
            return new Result(rewritten.apply(term), target, other);
        }
    }

    /**
     * Another value for one place in each row.
     *
     * @param index which place it is
     */
    public record Patch(Term term, Term index) {}

    /** The terms, operands first, and where results go. */
    @Override
    public String toString() {
        return Stream.concat(
                        reachable().stream().map(Term::toString),
                        results.stream().map(Result::toString))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    /** The same with other results. */
    public Formula with(List<Result> others) {
        return new Formula(terms, extents, others, literals);
    }

    /** All terms that the results need, operands first. */
    public List<Term> reachable() {
        return reachable(
                results.stream().flatMap(result -> result.terms().stream()).toList());
    }

    public static List<Term> reachable(List<Term> roots) {
        Set<Term> seen = new HashSet<>(roots);
        Deque<Term> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            for (Term operand : open.pop().operands()) {
                if (seen.add(operand)) {
                    open.push(operand);
                }
            }
        }
        List<Term> ordered = new ArrayList<>(seen);
        ordered.sort(Comparator.comparingInt(Term::number));
        return ordered;
    }

    /** How often each term is an operand or a result. */
    public Map<Term, Integer> uses() {
        Map<Term, Integer> uses = new HashMap<>();
        reachable().forEach(term -> term.operands().forEach(operand -> uses.merge(operand, 1, Integer::sum)));
        results.forEach(result -> result.terms().forEach(term -> uses.merge(term, 1, Integer::sum)));
        return uses;
    }
}
