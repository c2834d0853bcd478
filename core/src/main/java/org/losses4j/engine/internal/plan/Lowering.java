package org.losses4j.engine.internal.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.losses4j.engine.internal.ir.Access;
import org.losses4j.engine.internal.ir.Formula;
import org.losses4j.engine.internal.ir.Term;
import org.losses4j.engine.internal.ir.TermOp;
import org.losses4j.engine.internal.ir.TermOp.Fold;
import org.losses4j.engine.internal.ir.Terms;
import org.losses4j.graph.BinaryOp;
import org.losses4j.graph.Graph;
import org.losses4j.graph.Leaf;
import org.losses4j.graph.Node;
import org.losses4j.graph.Op;
import org.losses4j.graph.ShapedOp;
import org.losses4j.graph.UnaryOp;

/** Second pass: translates the nodes of a graph, which have shapes, into the terms of a formula, which have labels. */
public final class Lowering {
    private final AxisLabels labelling;
    private final Terms terms;
    private final Map<Node, Term> lowered = new HashMap<>();
    private final List<Leaf.Literal> literals = new ArrayList<>();
    private final List<Double> numbers = new ArrayList<>();

    private Lowering(AxisLabels labelling) {
        this.labelling = labelling;
        this.terms = new Terms();
    }

    public static Formula lower(Graph graph, AxisLabels labelling) {
        Lowering lowering = new Lowering(labelling);
        graph.nodes().forEach(node -> lowering.lowered.put(node, lowering.lower(node)));
        List<Formula.Result> results = new ArrayList<>();
        for (Node output : graph.outputs()) {
            Access target = new Access(new Access.Memory.Output(results.size()), labelling.of(output));
            results.add(new Formula.Result(lowering.lowered(output), target));
        }
        return GuardedChoices.simplify(
                new Formula(lowering.terms, labelling.extents(), results, lowering.literals, lowering.numbers));
    }

    private Term lower(Node node) {
        Op op = node.op();
        if (op instanceof Leaf leaf) {
            return leaf(leaf, labelling.of(node));
        }
        List<Term> operands = new ArrayList<>();
        for (int i = 0; i < node.operands().size(); i++) {
            Node operand = node.operands().get(i);
            boolean labelled = operand.op() instanceof Leaf && !(operand.op() instanceof Leaf.Constant);
            operands.add(labelled ? leaf((Leaf) operand.op(), labelling.of(node, i)) : lowered(operand));
        }
        if (op instanceof UnaryOp unary) {
            return terms.unary(unary, operands.get(0));
        }
        if (op instanceof BinaryOp binary) {
            return terms.binary(binary, operands.get(0), operands.get(1));
        }
        if (op instanceof ShapedOp.Pow pow) {
            return terms.term(new TermOp.Power(pow.exponent()), operands);
        }
        if (op instanceof ShapedOp.Where) {
            return terms.choice(operands.get(0), operands.get(1), operands.get(2));
        }
        if (op instanceof ShapedOp.Sum sum) {
            return terms.reduction(Fold.SUM, operands.get(0), labels(node, sum.axes()));
        }
        if (op instanceof ShapedOp.Max max) {
            return terms.reduction(Fold.MAX, operands.get(0), labels(node, List.of(max.axis())));
        }
        return operands.get(0);
    }

    private Term leaf(Leaf leaf, List<Integer> labels) {
        if (leaf instanceof Leaf.Constant constant) {
            return constant(constant.value());
        }
        if (leaf instanceof Leaf.Input input) {
            return terms.term(new TermOp.Load(new Access(new Access.Memory.Input(input.role()), labels)), List.of());
        }
        if (leaf instanceof Leaf.Arange) {
            return labels.get(0) < 0 ? terms.constant(0) : terms.term(new TermOp.Index(labels.get(0)), List.of());
        }
        Leaf.Literal literal = (Leaf.Literal) leaf;
        int number = literals.indexOf(literal);
        if (number < 0) {
            number = literals.size();
            literals.add(literal);
        }
        return terms.term(new TermOp.Load(new Access(new Access.Memory.Literal(number), labels)), List.of());
    }

    /** The term of one node's constant; another node's is another number, though it be equal, as it is in {@link GraphStructure}. */
    private Term constant(double value) {
        if (!Terms.isNumber(value)) {
            return terms.constant(value);
        }
        numbers.add(value);
        return terms.term(new TermOp.Number(numbers.size() - 1, value > 0), List.of());
    }

    private long labels(Node reduction, List<Integer> axes) {
        List<Integer> operand = labelling.of(reduction, 0);
        long over = 0;
        for (int axis : axes) {
            over |= operand.get(axis) < 0 ? 0 : 1L << operand.get(axis);
        }
        return over;
    }

    private Term lowered(Node node) {
        Term term = lowered.get(node);
        if (term == null) {
            throw new IllegalStateException("An operand comes behind its result: " + node.op());
        }
        return term;
    }
}
