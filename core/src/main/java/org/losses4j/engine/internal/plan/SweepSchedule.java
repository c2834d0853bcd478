package org.losses4j.engine.internal.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.losses4j.engine.internal.ir.Access;
import org.losses4j.engine.internal.ir.Formula;
import org.losses4j.engine.internal.ir.Term;
import org.losses4j.engine.internal.ir.TermOp;

/**
 * Sixth pass: divides a formula into sweeps over memory. A sweep that needs a sum over all rows, such as the divisor of a
 * weighted mean, comes after the sweep that computes the sum; all else is computed as late as possible, so that few sweeps are
 * needed.
 *
 * @param rows the formula, and the labels within its rows
 * @param sweeps in the order of execution
 * @param scalars the results that are single numbers, computed after all sweeps
 * @param roles of the inputs that are read
 */
public record SweepSchedule(RowLabels rows, List<Sweep> sweeps, List<Formula.Result> scalars, List<String> roles) {

    public static SweepSchedule of(RowLabels rows) {
        return new Builder(rows).build();
    }

    /** Prints the sweeps, and the results that are computed after them. */
    @Override
    public String toString() {
        String behind = scalars.stream().map(result -> "then " + result + "\n").collect(Collectors.joining());
        return sweeps.stream().map(sweep -> sweep + "\n").collect(Collectors.joining()) + behind;
    }

    /** Whether a term is uniform: a single number for the whole batch, computed between sweeps. */
    public static boolean isUniform(RowLabels rows, Term term) {
        return rows.isTotal(term) || (term.labels() == 0 && !withinRow(rows, term, new HashMap<>()));
    }

    private static boolean withinRow(RowLabels rows, Term term, Map<Term, Boolean> known) {
        Boolean answer = known.get(term);
        if (answer == null) {
            answer = !rows.isTotal(term)
                    && (rows.isRowReduction(term)
                            // Only a kernel can read at an index, even if there is a single row.
                            || term.op() instanceof TermOp.Pick
                            || term.operands().stream().anyMatch(operand -> withinRow(rows, operand, known)));
            known.put(term, answer);
        }
        return answer;
    }

    private static final class Builder {
        private final RowLabels rows;
        private final Map<Term, Integer> earliest = new HashMap<>();
        private final Map<Term, Integer> firstUse = new HashMap<>();

        Builder(RowLabels rows) {
            this.rows = rows;
        }

        SweepSchedule build() {
            List<Term> terms = rows.formula().reachable();
            int passes = 0;
            for (Term term : terms) {
                int after =
                        term.operands().stream().mapToInt(earliest::get).max().orElse(0);
                earliest.put(term, rows.isTotal(term) ? after + 1 : after);
                passes = Math.max(passes, earliest.get(term));
            }
            List<Formula.Result> scalars = new ArrayList<>();
            List<Formula.Result> stores = new ArrayList<>();
            for (Formula.Result result : rows.formula().results()) {
                boolean scalar = result.target().labelSet() == 0 && isUniform(rows, result.term());
                (scalar ? scalars : stores).add(result);
                if (!scalar) {
                    for (Term term : result.terms()) {
                        passes = Math.max(passes, earliest.getOrDefault(term, 0) + 1);
                    }
                }
            }
            int last = passes;
            scalars.forEach(result -> use(result.term(), last));
            stores.forEach(result -> result.terms().forEach(term -> use(term, last - 1)));
            Map<Integer, Map<Long, Parts>> byPass = new TreeMap<>();
            stores.forEach(result ->
                    parts(byPass, last - 1, result.target().labelSet()).stores.add(result));
            for (int i = terms.size() - 1; i >= 0; i--) {
                Term term = terms.get(i);
                int pass = firstUse.getOrDefault(term, last);
                if (rows.isTotal(term)) {
                    pass--;
                    parts(byPass, pass, term.operand(0).labels()).totals.add(term);
                }
                int needed = pass;
                term.operands().forEach(operand -> use(operand, needed));
            }
            List<Sweep> sweeps = byPass.values().stream()
                    .flatMap(inPass -> inPass.entrySet().stream()
                            .map(entry -> entry.getValue().sweep(entry.getKey())))
                    .toList();
            return new SweepSchedule(rows, sweeps, scalars, roles(terms));
        }

        private static List<String> roles(List<Term> terms) {
            return terms.stream()
                    .flatMap(term -> term.read().stream())
                    .map(Access::memory)
                    .filter(Access.Memory.Input.class::isInstance)
                    .map(input -> ((Access.Memory.Input) input).role())
                    .distinct()
                    .toList();
        }

        private void use(Term term, int pass) {
            firstUse.merge(term, pass, Math::min);
        }

        private Parts parts(Map<Integer, Map<Long, Parts>> byPass, int pass, long labels) {
            return byPass.computeIfAbsent(pass, key -> new LinkedHashMap<>())
                    .computeIfAbsent(labels & ~rows.axes(), key -> new Parts());
        }
    }

    private static final class Parts {
        private final List<Formula.Result> stores = new ArrayList<>();
        private final List<Term> totals = new ArrayList<>();

        Sweep sweep(long rows) {
            return new Sweep(rows, stores, totals);
        }
    }
}
