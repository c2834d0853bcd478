package org.losses4j.conformance.fuzz;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.losses4j.Checks;
import org.losses4j.conformance.Execution;
import org.losses4j.engine.memory.Precision;
import org.losses4j.tensor.ReferenceTensor;

/** Checks a case: the oracle against finite differences and algebraic properties, and each execution against the oracle. */
public final class CaseChecker {
    private final List<Execution> executions;
    private final Oracle oracle = new Oracle();
    private final Tally tally;

    /** A checker that runs cases on these executions, and counts in {@code tally} what it compares. */
    public CaseChecker(List<? extends Execution> executions, Tally tally) {
        this.executions = List.copyOf(executions);
        this.tally = tally;
    }

    /** A checker with only the execution of a finding, which is enough to find the same fault again. */
    CaseChecker only(Finding found) {
        return new CaseChecker(
                executions.stream()
                        .filter(execution -> found.kind().startsWith(execution.name() + ":"))
                        .toList(),
                new Tally());
    }

    /** Checks a case; empty if nothing is wrong with it. */
    public List<Finding> check(FuzzCase given) {
        tally.add(given);
        List<Finding> findings = new ArrayList<>();
        Expectation wanted;
        try {
            wanted = expectation(given);
        } catch (RuntimeException e) {
            return List.of(new Finding(
                    given, "formula: " + e.getClass().getSimpleName(), "", e.toString(), "a result", Expectation.NONE));
        }
        findings.addAll(formula(given, wanted));
        findings.addAll(Finiteness.of(given, wanted, tally));
        findings.addAll(Differences.of(oracle, given, wanted, tally));
        findings.addAll(new Properties(oracle, given, wanted, tally).findings());
        Map<Precision, Expectation> byPrecision = new EnumMap<>(Precision.class);
        byPrecision.put(Precision.FLOAT64, wanted);
        for (Execution execution : executions) {
            FuzzCase rounded = rounded(given, execution.precision());
            if (!taken(rounded)) {
                continue;
            }
            Expectation expectation =
                    byPrecision.computeIfAbsent(execution.precision(), precision -> expectation(rounded, precision));
            findings.addAll(Comparison.of(rounded, execution, expectation, tally));
        }
        return findings;
    }

    private static boolean taken(FuzzCase given) {
        try {
            Checks.check(given.objective(), given.given());
            return true;
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    private Expectation expectation(FuzzCase given) {
        return expectation(given, Precision.FLOAT64);
    }

    private Expectation expectation(FuzzCase given, Precision precision) {
        return Expectation.of(oracle.expected(given.objective(), given.inputs(), given.trained(), precision));
    }

    /** Compares the value of the formula itself, neither recorded nor simplified, with the oracle's. */
    private List<Finding> formula(FuzzCase given, Expectation wanted) {
        return Comparison.ofValue(given, "formula", given.objective().value(given.given()), wanted, tally);
    }

    private static FuzzCase rounded(FuzzCase given, Precision precision) {
        if (precision == Precision.FLOAT64) {
            return given;
        }
        Map<String, ReferenceTensor> rounded = new LinkedHashMap<>();
        given.inputs().forEach((role, tensor) -> {
            double[] values = tensor.toArray();
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) values[i];
            }
            rounded.put(role, ReferenceTensor.of(values, tensor.shape().toArray()));
        });
        return given.with(rounded);
    }
}
