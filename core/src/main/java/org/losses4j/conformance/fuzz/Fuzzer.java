package org.losses4j.conformance.fuzz;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.losses4j.conformance.Execution;

/** Checks one random case after the other. */
public final class Fuzzer {
    private final long seed;
    private final CaseGenerator generator;
    private final CaseChecker checker;
    private final Tally tally = new Tally();

    /**
     * A fuzzer.
     *
     * @param only the loss that all cases are to be about, or null
     */
    public Fuzzer(long seed, @Nullable String only, List<? extends Execution> executions) {
        this.seed = seed;
        this.generator = new CaseGenerator(seed, only);
        this.checker = new CaseChecker(executions, tally);
    }

    public long seed() {
        return seed;
    }

    /** What was done so far. */
    public Tally tally() {
        return tally;
    }

    /**
     * Checks cases for some time.
     *
     * @param most after how many different faults to give up
     * @param progress is told of each case
     * @return a case for each fault, not shrunk
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

    /** All that is wrong with the case of a number. */
    public List<Finding> check(long index) {
        return checker.check(generator.next(index));
    }

    /** The smallest case of a fault that is found in some time. */
    public Finding shrink(Finding finding, Duration patience) {
        return new Shrinker(checker, patience).shrink(finding);
    }
}
