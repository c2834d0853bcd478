package org.losses4j.conformance.fuzz;

import java.util.Map;
import java.util.TreeMap;

/** What was done: a fuzzer that compares nothing finds nothing. */
public final class Tally {
    private final Map<String, Count> counts = new TreeMap<>();
    private final Map<String, Integer> losses = new TreeMap<>();
    private long cases;

    /**
     * Numbers that were looked at.
     *
     * @param cases how often
     * @param compared how many numbers were compared
     * @param open how many could not be, for rounding could make anything of them
     */
    public record Count(long cases, long compared, long open) {}

    void add(String what, long compared, long open) {
        counts.merge(
                what,
                new Count(1, compared, open),
                (a, b) -> new Count(a.cases() + b.cases(), a.compared() + b.compared(), a.open() + b.open()));
    }

    void add(FuzzCase given) {
        cases++;
        Part.of(given.objective())
                .forEach(part -> losses.merge(part.objective().loss().name(), 1, Integer::sum));
    }

    /** How many cases were looked at. */
    public long cases() {
        return cases;
    }

    /** By execution, and by what the oracle itself was held against. */
    public Map<String, Count> counts() {
        return counts;
    }

    /** How many cases each loss was part of. */
    public Map<String, Integer> losses() {
        return losses;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(cases + " cases");
        counts.forEach((what, count) -> text.append(String.format(
                "%n%-22s %8d cases %12d numbers compared %10d left open",
                what, count.cases(), count.compared(), count.open())));
        return text.toString();
    }
}
