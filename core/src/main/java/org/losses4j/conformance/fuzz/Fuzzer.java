package org.losses4j.conformance.fuzz;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.losses4j.conformance.Execution;

/** Checks random cases, one after the other, on a list of executions. */
public final class Fuzzer {
    private final long seed;
    private final CaseGenerator generator;
    private final CaseChecker checker;
    private final Tally tally = new Tally();

    /**
     * A fuzzer.
     *
     * @param seed the seed of the cases
     * @param only the name of a loss that each case contains; null for all losses
     * @param executions the executions to check
     */
    public Fuzzer(long seed, @Nullable String only, List<? extends Execution> executions) {
        this.seed = seed;
        this.generator = new CaseGenerator(seed, only);
        this.checker = new CaseChecker(executions, tally);
    }

    public long seed() {
        return seed;
    }

    /** The counts of cases and comparisons so far. */
    public Tally tally() {
        return tally;
    }

    /**
     * Checks cases until the time is over.
     *
     * @param time how long to go on
     * @param most the number of different faults after which to stop
     * @param progress is called with the counts after each case
     * @return one finding for each fault, not shrunk
     */
    public List<Finding> run(Duration time, int most, Consumer<Tally> progress) {
        long end = System.nanoTime() + time.toNanos();
        Map<String, Finding> findings = new LinkedHashMap<>();
        for (long index = 0; System.nanoTime() < end && findings.size() < most; index++) {
            for (Finding finding : check(index)) {
                findings.putIfAbsent(
                        finding.kind() + finding.given().objective().name(), finding);
            }
            progress.accept(tally);
        }
        return List.copyOf(findings.values());
    }

    /** Checks the case with a number; empty if nothing is wrong with it. */
    public List<Finding> check(long index) {
        return checker.check(generator.next(index));
    }

    /** The finding of the same fault in the smallest case that can be found within {@code patience}. */
    public Finding shrink(Finding finding, Duration patience) {
        return new Shrinker(checker, patience).shrink(finding);
    }
}
