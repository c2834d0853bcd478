package org.losses4j.engine.internal.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.losses4j.engine.internal.ir.Formula;
import org.losses4j.engine.internal.ir.LabelSet;
import org.losses4j.engine.internal.ir.Term;
import org.losses4j.engine.internal.ir.TermOp;
import org.losses4j.engine.internal.plan.SweepPlan;
import org.losses4j.engine.internal.plan.SweepSchedule;
import org.losses4j.engine.memory.Elements;
import org.losses4j.graph.BinaryOp;
import org.losses4j.graph.UnaryOp;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

/** Computes uniform terms, which have one number for the whole batch, in float64 between sweeps. Terms are numbered once. */
public final class Uniforms {
    private final MemoryTable memory;
    private final Formula formula;
    private final Term[] terms;
    private final int[][] operands;
    private final int[][] given;
    private final int[][] totals;
    private final int[] scalars;
    private final double[] constants;
    private final boolean[] constant;

    public Uniforms(SweepSchedule schedule, List<SweepRunner> runners, MemoryTable memory) {
        this.memory = memory;
        this.formula = schedule.rows().formula();
        Set<Term> needed = new LinkedHashSet<>();
        for (SweepRunner runner : runners) {
            addUniforms(runner.plan().uniforms(), needed);
        }
        for (SweepRunner runner : runners) {
            needed.addAll(runner.plan().sweep().totals());
        }
        List<Term> results = new ArrayList<>();
        for (Formula.Result scalar : schedule.scalars()) {
            results.add(scalar.term());
        }
        addUniforms(results, needed);
        this.terms = needed.toArray(new Term[0]);
        Map<Term, Integer> numbers = new HashMap<>();
        this.operands = new int[terms.length][];
        for (int i = 0; i < terms.length; i++) {
            numbers.put(terms[i], i);
        }
        for (int i = 0; i < terms.length; i++) {
            operands[i] = terms[i].reduces() ? new int[0] : numbers(numbers, terms[i].operands());
        }
        this.given = new int[runners.size()][];
        this.totals = new int[runners.size()][];
        for (int i = 0; i < given.length; i++) {
            SweepPlan plan = runners.get(i).plan();
            given[i] = numbers(numbers, plan.uniforms());
            totals[i] = numbers(numbers, plan.sweep().totals());
        }
        this.scalars = numbers(numbers, results);
        this.constants = new double[terms.length];
        this.constant = new boolean[terms.length];
        for (int i = 0; i < terms.length; i++) {
            fold(i);
        }
    }

    /** Adds uniform terms and their operands; a sum over all rows is computed by a sweep, so its operand is not added. */
    private static void addUniforms(List<Term> terms, Set<Term> needed) {
        for (Term term : terms) {
            if (needed.add(term) && !term.reduces()) {
                addUniforms(term.operands(), needed);
            }
        }
    }

    private static int[] numbers(Map<Term, Integer> numbers, List<Term> terms) {
        int[] found = new int[terms.size()];
        for (int i = 0; i < found.length; i++) {
            Term term = terms.get(i);
            found[i] = Objects.requireNonNull(numbers.get(term), term::toString);
        }
        return found;
    }

    /** Computes a term that depends on constants only; false if it does not. */
    private boolean fold(int term) {
        if (!constant[term] && !terms[term].reduces() && !(terms[term].op() instanceof TermOp.Load)) {
            double[] values = new double[operands[term].length];
            for (int i = 0; i < values.length; i++) {
                int operand = operands[term][i];
                if (!fold(operand)) {
                    return false;
                }
                values[i] = constants[operand];
            }
            constants[term] = compute(terms[term], values);
            constant[term] = true;
        }
        return constant[term];
    }

    /** The numbers known at the start of one call: the constants, and the inputs' elements when asked for. */
    public Known start(Elements[] elements) {
        return new Known(elements, constants.clone(), constant.clone());
    }

    /** The numbers known so far in one call. */
    public final class Known {
        private final Elements[] elements;
        private final double[] values;
        private final boolean[] known;

        private Known(Elements[] elements, double[] values, boolean[] known) {
            this.elements = elements;
            this.values = values;
            this.known = known;
        }

        /** The numbers that a sweep needs before it starts. */
        public double[] given(int sweep) {
            double[] numbers = new double[given[sweep].length];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = of(given[sweep][i]);
            }
            return numbers;
        }

        /** Sets a sum that a sweep has computed. */
        public void define(int sweep, int total, double value) {
            values[totals[sweep][total]] = value;
            known[totals[sweep][total]] = true;
        }

        /** A result of the graph that is a single number. */
        public double scalar(int number) {
            return of(scalars[number]);
        }

        private double of(int term) {
            if (!known[term]) {
                values[term] = terms[term].op() instanceof TermOp.Load load
                        ? elements[memory.number(load.access())].get(0)
                        : compute(terms[term], operands(term));
                known[term] = true;
            }
            return values[term];
        }

        private double[] operands(int term) {
            double[] numbers = new double[operands[term].length];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = of(operands[term][i]);
            }
            return numbers;
        }
    }

    private double compute(Term term, double[] operands) {
        TermOp op = term.op();
        if (op instanceof TermOp.Constant constant) {
            return constant.value();
        }
        if (op instanceof TermOp.Number given) {
            return formula.numbers().get(given.number());
        }
        if (op instanceof TermOp.Count count) {
            return LabelSet.size(count.labels(), formula.extents());
        }
        if (op instanceof TermOp.Choice) {
            return operands[0] != 0 ? operands[1] : operands[2];
        }
        if (op instanceof TermOp.Decay) {
            return Math.exp(-Math.abs(operands[0]));
        }
        if (op instanceof TermOp.Inverse) {
            return 1 / (1 + operands[0]);
        }
        if (op instanceof TermOp.Share) {
            return operands[0] / (1 + operands[0]);
        }
        if (op instanceof TermOp.Rest) {
            return Math.log1p(operands[0]);
        }
        if (op instanceof TermOp.Power power) {
            return Math.pow(operands[0], power.exponent());
        }
        if (op instanceof TermOp.Unary unary) {
            return apply(unary.op(), operands[0]);
        }
        if (op instanceof TermOp.Binary binary) {
            return apply(binary.op(), operands[0], operands[1]);
        }
        throw new IllegalStateException("No pass has made " + term);
    }

    private static double apply(UnaryOp op, double x) {
        Tensor result = op.apply(List.of(ReferenceTensor.scalar(x)));
        return result.item();
    }

    private static double apply(BinaryOp op, double x, double y) {
        // By tensors, as what is rare, HotSpot would take 0.1 to 0.3 s to compile what most losses compute in each
        // step.
        return switch (op) {
            case ADD -> x + y;
            case SUB -> x - y;
            case MUL -> x * y;
            case DIV -> x / y;
            case MINIMUM, MAXIMUM, GREATER, EQUAL ->
                op.apply(List.of(ReferenceTensor.scalar(x), ReferenceTensor.scalar(y)))
                        .item();
        };
    }
}
