package org.losses4j.engine;

import java.util.List;

/**
 * One pass over rows.
 *
 * @param rows the labels that number the rows
 * @param stores the results that it writes
 * @param totals the sums over all rows that it makes
 */
record Nest(long rows, List<Formula.Result> stores, List<Term> totals) {

    /** What it computes: all stored terms, and what is summed. */
    List<Term> roots() {
        return java.util.stream.Stream.concat(
                        stores.stream().flatMap(store -> store.terms().stream()),
                        totals.stream().map(total -> total.operand(0)))
                .distinct()
                .toList();
    }
}
