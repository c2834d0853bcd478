package org.losses4j.engine.internal.plan;

import java.util.List;
import org.losses4j.engine.internal.ir.Formula;
import org.losses4j.engine.internal.ir.Term;

/**
 * One pass over rows.
 *
 * @param rows the labels that number the rows
 * @param stores the results that it writes
 * @param totals the sums over all rows that it makes
 */
public record Sweep(long rows, List<Formula.Result> stores, List<Term> totals) {

    /** What it computes: all stored terms, and what is summed. */
    public List<Term> roots() {
        return java.util.stream.Stream.concat(
                        stores.stream().flatMap(store -> store.terms().stream()),
                        totals.stream().map(total -> total.operand(0)))
                .distinct()
                .toList();
    }
}
