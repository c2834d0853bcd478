package org.losses4j.conformance.fuzz;

import java.time.Duration;
import java.util.Optional;
import org.losses4j.Checks;

/** Looks for the smallest case of a fault: replaces a case by a simpler one with the same fault as long as it finds one. */
public final class Shrinker {
    private final CaseChecker checker;
    private final Duration patience;

    /**
     * A shrinker.
     *
     * @param checker finds the fault in a case
     * @param patience the longest time to look for a smaller case
     */
    public Shrinker(CaseChecker checker, Duration patience) {
        this.checker = checker;
        this.patience = patience;
    }

    /** The same fault in a case that no step makes simpler, or in the simplest case found in time. */
    public Finding shrink(Finding found) {
        long end = System.nanoTime() + patience.toNanos();
        CaseChecker narrow = checker.only(found);
        Finding smallest = found;
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (FuzzCase simpler : Simpler.than(smallest.given())) {
                if (System.nanoTime() > end) {
                    return smallest;
                }
                Optional<Finding> same = same(narrow, simpler, found);
                if (same.isPresent()) {
                    smallest = same.get();
                    smaller = true;
                    break;
                }
            }
        }
        return smallest;
    }

    private static Optional<Finding> same(CaseChecker checker, FuzzCase simpler, Finding found) {
        try {
            Checks.check(simpler.objective(), simpler.given());
        } catch (IllegalArgumentException refused) {
            return Optional.empty();
        }
        return checker.check(simpler).stream()
                .filter(other -> sort(other).equals(sort(found)))
                .findFirst();
    }

    /** The kind of a finding without the numbers that roles have in a sum's further terms, which shrinking may remove. */
    private static String sort(Finding finding) {
        return finding.kind().replaceAll("_\\d+\\b", "");
    }
}
