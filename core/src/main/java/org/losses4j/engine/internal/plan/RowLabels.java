package org.losses4j.engine.internal.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.losses4j.engine.internal.ir.Access;
import org.losses4j.engine.internal.ir.Formula;
import org.losses4j.engine.internal.ir.LabelSet;
import org.losses4j.engine.internal.ir.Term;
import org.losses4j.engine.internal.ir.TermOp;
import org.losses4j.engine.internal.ir.TermOp.Fold;
import org.losses4j.graph.Leaf;
import org.losses4j.tensor.Shape;

/**
 * Fifth pass: decides which labels run within a row. A label does if a reduction over it is a maximum or leaves other labels, as
 * the sum over the classes of a softmax leaves the examples; all other labels number the rows. A sum down to a scalar is split
 * into sums within each row and a sum over the rows.
 *
 * @param formula with each sum either within rows or over all rows
 * @param axes the labels within rows, as a {@link LabelSet}
 * @param groups the axes, divided into disjoint sets; one walk runs along all axes of a set
 */
public record RowLabels(Formula formula, long axes, List<Long> groups) {

    public static RowLabels of(Formula formula) {
        long axes = axes(formula);
        List<Long> groups = groups(formula, axes);
        Formula split = new Splitting(formula, axes, groups).split();
        RowLabels rows = new RowLabels(split, axes, groups);
        split.reachable().forEach(rows::check);
        split.results().forEach(rows::check);
        return rows;
    }

    /** Prints the labels that run within rows, and the formula. */
    @Override
    public String toString() {
        String within = groups.isEmpty()
                ? "nothing runs within rows\n"
                : groups.stream().map(LabelSet::letters).collect(Collectors.joining(", ", "within rows ", "\n"));
        return within + formula;
    }

    /** Whether a formula may read single elements along a label: no other axis is in its group, and each read happens once per row. */
    static boolean takesPicks(Formula formula, int label) {
        long axes = axes(formula);
        return groups(formula, axes).contains(1L << label)
                && formula.reachable().stream()
                        .filter(term -> term.op() instanceof TermOp.Pick)
                        .noneMatch(term -> (term.labels() & axes) != 0);
    }

    private static long axes(Formula formula) {
        long axes = 0;
        for (Term term : formula.reachable()) {
            boolean total = term.labels() == 0 && isSum(term);
            axes |= total ? 0 : term.over();
        }
        return axes;
    }

    /** The group of axes that shares a label with {@code labels}; 0 if none does. */
    long group(long labels) {
        for (long group : groups) {
            if ((group & labels) != 0) {
                return group;
            }
        }
        return 0;
    }

    /** The number of elements of a walk along a group of axes. */
    int length(long group) {
        return LabelSet.size(group, formula.extents());
    }

    /** Whether a term is a reduction over rows, whose result is known only at the end of a sweep. */
    boolean isTotal(Term term) {
        return term.reduces() && (term.over() & axes) == 0;
    }

    /** Whether a term is a reduction within a row. */
    boolean isRowReduction(Term term) {
        return term.reduces() && !isTotal(term);
    }

    private static boolean isSum(Term term) {
        return term.op() instanceof TermOp.Reduction reduction && reduction.fold() == Fold.SUM;
    }

    private void check(Term term) {
        if (isRowReduction(term)) {
            long inner = term.operand(0).labels() & axes;
            if (inner != term.over() || group(inner) != term.over()) {
                throw new UnsupportedGraphException("reductions within reductions: over "
                        + LabelSet.letters(term.over()) + " of what runs over " + LabelSet.letters(group(inner)));
            }
        }
    }

    private void check(Formula.Result result) {
        long inner = result.target().labelSet() & axes;
        if (inner != 0 && group(inner) != inner) {
            throw new UnsupportedGraphException("a result over a part of the axes that are reduced");
        }
    }

    /** Merges axes into groups: two axes that the same term or result depends on are in one group. */
    private static List<Long> groups(Formula formula, long axes) {
        List<Long> sets = new ArrayList<>();
        formula.reachable().forEach(term -> sets.add(term.labels() & axes));
        formula.results().forEach(result -> sets.add(result.target().labelSet() & axes));
        List<Long> groups = new ArrayList<>();
        for (long set : sets) {
            long joined = set;
            for (int i = groups.size() - 1; i >= 0; i--) {
                if ((groups.get(i) & joined) != 0) {
                    joined |= groups.remove(i);
                }
            }
            if (joined != 0) {
                groups.add(joined);
            }
        }
        return List.copyOf(groups);
    }

    /** Splits sums into those within rows and those over rows, and turns positions along a label that no walk counts into literals. */
    private static final class Splitting {
        private final Formula formula;
        private final long axes;
        private final List<Long> groups;
        private final List<Leaf.Literal> literals;
        private final Map<Term, Term> split = new HashMap<>();

        Splitting(Formula formula, long axes, List<Long> groups) {
            this.formula = formula;
            this.axes = axes;
            this.groups = groups;
            this.literals = new ArrayList<>(formula.literals());
        }

        Formula split() {
            formula.reachable().forEach(term -> split.put(term, split(term)));
            List<Formula.Result> results = formula.results().stream()
                    .map(result -> result.with(this::of))
                    .toList();
            return new Formula(formula.terms(), formula.extents(), results, literals, formula.numbers());
        }

        private Term split(Term term) {
            List<Term> operands = term.operands().stream().map(this::of).toList();
            if (term.op() instanceof TermOp.Reduction reduction) {
                Term within = formula.terms().reduction(reduction.fold(), operands.get(0), reduction.over() & axes);
                return formula.terms().reduction(reduction.fold(), within, reduction.over() & ~axes);
            }
            if (term.op() instanceof TermOp.Index index && !groups.contains(1L << index.label())) {
                return formula.terms().term(new TermOp.Load(positions(index.label())), List.of());
            }
            return formula.terms().term(term.op(), operands);
        }

        private Access positions(int label) {
            double[] numbers = IntStream.range(0, formula.extents()[label])
                    .asDoubleStream()
                    .toArray();
            Leaf.Literal literal = new Leaf.Literal(numbers, Shape.of(numbers.length));
            int number = literals.indexOf(literal);
            if (number < 0) {
                number = literals.size();
                literals.add(literal);
            }
            return new Access(new Access.Memory.Literal(number), List.of(label));
        }

        private Term of(Term term) {
            return split.getOrDefault(term, term);
        }
    }
}
