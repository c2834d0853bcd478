package org.losses4j.conformance.fuzz;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.losses4j.conformance.Execution;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

/** Compares the results of an execution with those that a case should have. */
final class Comparison {
    private Comparison() {}

    static List<Finding> of(FuzzCase given, Execution execution, Expectation wanted, Tally tally) {
        Execution.Outcome outcome;
        try {
            outcome = execution.run(given.objective(), given.inputs(), given.placements(), given.trained());
        } catch (UnsupportedOperationException declined) {
            tally.add(execution.name() + " declined", 0, 0);
            return List.of();
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            return List.of(new Finding(
                    given, execution.name() + ": " + e.getClass().getSimpleName(), "", summary(e), "a result", wanted));
        }
        List<Finding> findings = new ArrayList<>();
        compare(given, execution.name(), Expectation.VALUE, outcome.value(), wanted, tally, findings);
        for (String role : given.trained()) {
            compare(given, execution.name(), role, outcome.gradients().get(role), wanted, tally, findings);
        }
        return findings;
    }

    static List<Finding> ofValue(FuzzCase given, String execution, Tensor value, Expectation wanted, Tally tally) {
        List<Finding> findings = new ArrayList<>();
        compare(given, execution, Expectation.VALUE, value, wanted, tally, findings);
        return findings;
    }

    private static String summary(Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        return e + (trace.length == 0 ? "" : " at " + trace[0]);
    }

    private static void compare(
            FuzzCase given,
            String execution,
            String name,
            @Nullable Tensor got,
            Expectation wanted,
            Tally tally,
            List<Finding> findings) {
        ReferenceTensor expected = wanted.number(name);
        String kind = execution + ": " + (name.equals(Expectation.VALUE) ? name : "the gradient by " + name);
        if (got == null || !got.shape().trimmed().equals(expected.shape().trimmed())) {
            String shape = got == null ? "missing" : "of shape " + got.shape();
            findings.add(new Finding(given, kind, "", shape, "the shape " + expected.shape(), wanted));
            return;
        }
        double[] computed = got.toArray();
        double[] right = expected.toArray();
        double[] bounds = wanted.bound(name).toArray();
        int open = 0;
        int wrong = -1;
        for (int i = 0; i < right.length; i++) {
            open += bounds[i] == Bounds.UNKNOWN ? 1 : 0;
            wrong = wrong < 0 && !Expectation.close(computed[i], right[i], bounds[i]) ? i : wrong;
        }
        tally.add(execution, right.length - open, open);
        if (wrong >= 0) {
            findings.add(new Finding(
                    given,
                    kind,
                    "[" + wrong + "]",
                    Double.toString(computed[wrong]),
                    right[wrong] + " ± " + bounds[wrong],
                    wanted));
        }
    }
}
