package org.losses4j.conformance.fuzz;

import java.util.Map;
import java.util.TreeMap;

/** Counts cases and compared numbers, so that a fuzzer that compares nothing is noticed. */
public final class Tally {
    private final Map<String, Count> counts = new TreeMap<>();
    private final Map<String, Integer> losses = new TreeMap<>();
    private long cases;

    /**
     * Counts for one execution or check.
     *
     * @param cases the number of tensors, values and gradients, that were compared
     * @param compared the number of numbers that were compared
     * @param open the number of numbers left open, because their bound is infinite
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

    /** The number of cases that were checked. */
    public long cases() {
        return cases;
    }

    /** The counts, by execution and by the check that the oracle itself was compared with. */
    public Map<String, Count> counts() {
        return counts;
    }

    /** The number of times that each loss was part of a case, by its name. */
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
