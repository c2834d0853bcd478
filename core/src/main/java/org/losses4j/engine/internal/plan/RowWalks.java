package org.losses4j.engine.internal.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.losses4j.engine.internal.ir.Formula;
import org.losses4j.engine.internal.ir.Term;
import org.losses4j.engine.internal.ir.TermOp;
import org.losses4j.graph.UnaryOp;

/**
 * Seventh pass: divides the work on one row into walks along its axes. A walk that needs the result of a reduction comes after
 * the walk that computes it. A term that several walks need is computed again in each if it is cheap, and kept in a buffer of
 * one row if it is expensive.
 */
public final class RowWalks {
    private static final int HEAVIEST_AGAIN = 8;

    private final RowLabels rows;
    private final Map<Term, Integer> times = new HashMap<>();
    private final List<Walk> walks = new ArrayList<>();
    private final Set<Term> kept = new LinkedHashSet<>();

    /**
     * One walk along the axes of a row.
     *
     * @param group the axes, as a set of labels
     * @param time the length of the longest chain of reductions that it has to wait for
     * @param reductions the reductions that it computes
     * @param stores the results that it writes
     * @param keeps the terms that it computes and keeps in a buffer for later walks
     * @param finds the terms that it reads from such a buffer
     */
    public record Walk(
            long group,
            int time,
            List<Term> reductions,
            List<Formula.Result> stores,
            Set<Term> keeps,
            Set<Term> finds) {

        /** The terms that the walk reduces, writes or keeps, for each element. */
        Set<Term> roots() {
            Set<Term> roots = new LinkedHashSet<>();
            reductions.forEach(reduction -> roots.add(reduction.operand(0)));
            stores.forEach(store -> roots.add(store.term()));
            roots.addAll(keeps);
            return roots;
        }
    }

    private RowWalks(RowLabels rows) {
        this.rows = rows;
    }

    static RowWalks of(RowLabels rows, Sweep sweep) {
        RowWalks rowWalks = new RowWalks(rows);
        rowWalks.find(sweep);
        rowWalks.keep();
        return rowWalks;
    }

    public List<Walk> walks() {
        return walks;
    }

    /** The terms that need a buffer for one row. */
    Set<Term> kept() {
        return kept;
    }

    private void find(Sweep sweep) {
        Map<List<Long>, Walk> found = new LinkedHashMap<>();
        for (Term term : needed(rows, sweep.roots())) {
            if (rows.isRowReduction(term)) {
                walk(found, term.over(), time(term.operand(0))).reductions().add(term);
            }
        }
        for (Formula.Result store : sweep.stores()) {
            long group = store.target().labelSet() & rows.axes();
            if (group != 0) {
                int time = store.terms().stream().mapToInt(this::time).max().orElse(0);
                walk(found, group, time).stores().add(store);
            }
        }
        walks.addAll(found.values());
        walks.sort(Comparator.comparingInt(Walk::time));
    }

    /** The terms that a sweep has to compute for {@code roots}, operands first; uniform terms, known before it, are left out. */
    public static List<Term> needed(RowLabels rows, List<Term> roots) {
        return Formula.reachable(roots, term -> !SweepSchedule.isUniform(rows, term));
    }

    private static Walk walk(Map<List<Long>, Walk> found, long group, int time) {
        return found.computeIfAbsent(
                List.of((long) time, group),
                key -> new Walk(
                        group,
                        time,
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new LinkedHashSet<>(),
                        new LinkedHashSet<>()));
    }

    private int time(Term term) {
        Integer known = times.get(term);
        if (known == null) {
            int time = 0;
            if (!SweepSchedule.isUniform(rows, term)) {
                for (Term operand : term.operands()) {
                    time = Math.max(time, time(operand));
                }
                time += rows.isRowReduction(term) ? 1 : 0;
            }
            known = time;
            times.put(term, known);
        }
        return known;
    }

    private void keep() {
        Map<Term, Walk> computedIn = new HashMap<>();
        for (Walk walk : walks) {
            Set<Term> seen = new HashSet<>();
            List<Term> open = new ArrayList<>(walk.roots());
            while (!open.isEmpty()) {
                Term term = open.remove(open.size() - 1);
                if (!isAlong(term) || !seen.add(term)) {
                    continue;
                }
                Walk earlier = isWorthKeeping(term) ? computedIn.putIfAbsent(term, walk) : null;
                if (earlier == null) {
                    open.addAll(term.operands());
                } else {
                    earlier.keeps().add(term);
                    walk.finds().add(term);
                    kept.add(term);
                }
            }
        }
    }

    private boolean isWorthKeeping(Term term) {
        return isExpensive(term) || weight(term, new HashSet<>()) > HEAVIEST_AGAIN;
    }

    /** The approximate number of instructions that compute an element from terms that are kept. */
    private int weight(Term term, Set<Term> seen) {
        if (!isAlong(term) || isExpensive(term) || !seen.add(term)) {
            return 0;
        }
        return 1
                + term.operands().stream()
                        .mapToInt(operand -> weight(operand, seen))
                        .sum();
    }

    /** Whether an element of a term takes dozens of instructions, and as many constants. */
    public static boolean isExpensive(Term term) {
        return term.op() instanceof TermOp.Power
                || term.op() instanceof TermOp.Decay
                || term.op() instanceof TermOp.Inverse
                || term.op() instanceof TermOp.Share
                || term.op() instanceof TermOp.Rest
                || (term.op() instanceof TermOp.Unary unary
                        && switch (unary.op()) {
                            case EXP, EXPM1, LOG, LOG1P, SOFTPLUS, SIGMOID, ATAN -> true;
                            case NEG, ABS, SIGN, SQRT, STOP_GRADIENT -> false;
                        });
    }

    /** Whether the constants of all functions fit into 32 registers beside the numbers computed: those of one exponential do. */
    public static boolean fitsRegisters(Collection<Term> computed) {
        List<TermOp> functions =
                computed.stream().filter(RowWalks::isExpensive).map(Term::op).toList();
        return functions.size() <= 1
                && functions.stream()
                        .allMatch(op -> op instanceof TermOp.Decay || op.equals(new TermOp.Unary(UnaryOp.EXP)));
    }

    /** The terms with one value for the row that {@code targets} need, operands first, without reductions. */
    public List<Term> ofRow(Collection<Term> targets) {
        return needed(rows, List.copyOf(targets)).stream()
                .filter(term -> !isAlong(term) && !rows.isRowReduction(term))
                .toList();
    }

    /** The terms with one value for the row that a walk uses. */
    public Set<Term> brought(Walk walk) {
        Set<Term> brought = new LinkedHashSet<>();
        walk.roots().stream().filter(term -> !isAlong(term)).forEach(brought::add);
        computed(walk)
                .forEach(term -> term.operands().stream()
                        .filter(operand -> !isAlong(operand))
                        .forEach(brought::add));
        brought.removeIf(term -> term.op() instanceof TermOp.Constant && !term.isParameter());
        return brought;
    }

    /** The terms with a value for each element that a walk computes. */
    public Set<Term> computed(Walk walk) {
        Set<Term> seen = new LinkedHashSet<>();
        List<Term> open = new ArrayList<>(walk.roots());
        while (!open.isEmpty()) {
            Term term = open.remove(open.size() - 1);
            if (isAlong(term) && !walk.finds().contains(term) && seen.add(term)) {
                open.addAll(term.operands());
            }
        }
        return seen;
    }

    private boolean isAlong(Term term) {
        return (term.labels() & rows.axes()) != 0;
    }
}
