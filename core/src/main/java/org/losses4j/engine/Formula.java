package org.losses4j.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.losses4j.graph.Leaf;

/**
 * A graph in terms.
 *
 * @param terms makes more of them
 * @param extents by label
 * @param results what to compute
 * @param literals the numbers of the formula, by their number
 */
record Formula(Terms terms, int[] extents, List<Result> results, List<Leaf.Literal> literals) {

    /**
     * A term, and the places that it goes to.
     *
     * @param term may depend on fewer labels than there are places for; it is then repeated
     */
    record Result(Term term, Access target) {}

    /** All terms that the results need, operands first. */
    List<Term> reachable() {
        return reachable(results.stream().map(Result::term).toList());
    }

    static List<Term> reachable(List<Term> roots) {
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
    Map<Term, Integer> uses() {
        Map<Term, Integer> uses = new HashMap<>();
        reachable().forEach(term -> term.operands().forEach(operand -> uses.merge(operand, 1, Integer::sum)));
        results.forEach(result -> uses.merge(result.term(), 1, Integer::sum));
        return uses;
    }
}
