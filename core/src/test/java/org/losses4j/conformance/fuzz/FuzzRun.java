package org.losses4j.conformance.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.losses4j.conformance.Execution;

/**
 * The fuzzer as a test: the same cases in each run, as many as time allows, so that no build fails by chance.
 * {@code -Dlosses4j.fuzz.seed} and {@code -Dlosses4j.fuzz.seconds} choose others.
 *
 * @param executions what is tried
 * @param seed of the cases
 * @param seconds for how long
 * @param module the Maven module of the test
 * @param test the class of the test
 */
public record FuzzRun(List<? extends Execution> executions, long seed, long seconds, String module, Class<?> test) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A run with a fixed seed, unless another one is given. */
    public static FuzzRun of(List<? extends Execution> executions, int seconds, String module, Class<?> test) {
        return new FuzzRun(
                executions,
                Long.getLong("losses4j.fuzz.seed", 2),
                Long.getLong("losses4j.fuzz.seconds", seconds),
                module,
                test);
    }

    /** Fails with the smallest case of the first fault. */
    public Tally check() {
        Fuzzer fuzzer = new Fuzzer(seed, null, executions);
        List<Finding> findings = fuzzer.run(Duration.ofSeconds(seconds), 1, tally -> {});
        assertTrue(findings.isEmpty(), () -> message(fuzzer, findings.get(0)));
        return fuzzer.tally();
    }

    private String message(Fuzzer fuzzer, Finding finding) {
        Finding smallest = fuzzer.shrink(finding, PATIENCE);
        return smallest + "\nas a case file for examples/run verify:\n" + CaseFiles.write(smallest)
                + "again by: ./mvnw -pl " + module + " -am test -Dtest=" + test.getSimpleName()
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dlosses4j.fuzz.seed=" + seed;
    }
}
