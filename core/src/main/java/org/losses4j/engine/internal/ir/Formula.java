package org.losses4j.engine.internal.ir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.losses4j.graph.Leaf;

/**
 * A graph in the intermediate form: terms over labels, and the outputs that some of them are written to.
 *
 * @param terms the factory of further terms
 * @param extents the number of positions along each label
 * @param results the terms to compute, with the outputs that they are written to
 * @param literals arrays of numbers that the formula reads, indexed by {@link Access.Memory.Literal#number}
 * @param numbers the constants that depend on extents, indexed by {@link TermOp.Number#number}
 */
public record Formula(
        Terms terms, int[] extents, List<Result> results, List<Leaf.Literal> literals, List<Double> numbers) {

    /**
     * A term, and the output that it is written to.
     *
     * @param term is repeated along the labels of the output that it does not depend on
     * @param target the output, and the labels of its axes
     * @param patch the value of one position in each row that gets another one; null if none does
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

        /** The terms that the result reads: the term itself, and those of its patch. */
        public List<Term> terms() {
            return patch == null ? List.of(term) : List.of(term, patch.term(), patch.index());
        }

        /** The result with each of its terms replaced. */
        public Result with(UnaryOperator<Term> rewritten) {
            Patch other =
                    patch == null ? null : new Patch(rewritten.apply(patch.term()), rewritten.apply(patch.index()));
            return new Result(rewritten.apply(term), target, other);
        }
    }

    /**
     * A value that replaces a result's at one position in each row.
     *
     * @param term the value
     * @param index the position
     */
    public record Patch(Term term, Term index) {}

    /** Prints the terms, operands first, the outputs that they are written to, and the numbers. */
    @Override
    public String toString() {
        return Stream.concat(
                                reachable().stream().map(Term::toString),
                                results.stream().map(Result::toString))
                        .map(line -> line + "\n")
                        .collect(Collectors.joining())
                + printedNumbers();
    }

    /** Prints the numbers, a line for each. */
    public String printedNumbers() {
        return IntStream.range(0, numbers.size())
                .mapToObj(i -> "number " + i + " = " + numbers.get(i) + "\n")
                .collect(Collectors.joining());
    }

    /** The formula with other results. */
    public Formula with(List<Result> others) {
        return new Formula(terms, extents, others, literals, numbers);
    }

    /** The formula for other extents, and the numbers that follow from them. */
    public Formula with(int[] others, List<Double> otherNumbers) {
        return new Formula(terms, others, results, literals, otherNumbers);
    }

    /** All terms that the results need, operands first. */
    public List<Term> reachable() {
        List<Term> roots = new ArrayList<>();
        for (Result result : results) {
            roots.addAll(result.terms());
        }
        return reachable(roots);
    }

    public static List<Term> reachable(List<Term> roots) {
        return reachable(roots, term -> true);
    }

    /** Those terms for which a condition holds that can be reached from {@code roots} through others like them, operands first. */
    public static List<Term> reachable(List<Term> roots, Predicate<Term> condition) {
        int most = -1;
        for (Term root : roots) {
            most = Math.max(most, root.number());
        }
        @Nullable Term[] found = new @Nullable Term[most + 1];
        for (Term root : roots) {
            found[root.number()] = root;
        }
        List<Term> ordered = new ArrayList<>();
        // Operands have smaller numbers than results.
        for (int i = most; i >= 0; i--) {
            Term term = found[i];
            if (term != null && condition.test(term)) {
                ordered.add(term);
                for (Term operand : term.operands()) {
                    found[operand.number()] = operand;
                }
            }
        }
        Collections.reverse(ordered);
        return ordered;
    }

    /** The number of times that each term is an operand or belongs to a result. */
    public Map<Term, Integer> uses() {
        Map<Term, Integer> uses = new HashMap<>();
        reachable().forEach(term -> term.operands().forEach(operand -> uses.merge(operand, 1, Integer::sum)));
        results.forEach(result -> result.terms().forEach(term -> uses.merge(term, 1, Integer::sum)));
        return uses;
    }
}
