package org.losses4j.engine.internal.plan;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.losses4j.engine.internal.ir.Formula;
import org.losses4j.engine.internal.ir.LabelSet;
import org.losses4j.engine.internal.ir.Term;

/**
 * One sweep over memory, row by row.
 *
 * @param rows the labels that number the rows, as a {@link LabelSet}
 * @param stores the results that it writes
 * @param totals the reductions over all rows that it computes
 */
public record Sweep(long rows, List<Formula.Result> stores, List<Term> totals) {

    /** The terms that the sweep stores or sums. */
    public List<Term> roots() {
        return Stream.concat(
                        stores.stream().flatMap(store -> store.terms().stream()),
                        totals.stream().map(total -> total.operand(0)))
                .distinct()
                .toList();
    }

    @Override
    public String toString() {
        return Stream.concat(
                        stores.stream().map(Formula.Result::toString),
                        totals.stream().map(Term::toString))
                .collect(Collectors.joining("; ", "for rows " + LabelSet.letters(rows) + ": ", ""));
    }
}
