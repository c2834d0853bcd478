package org.losses4j.dl4j.samediff;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.losses4j.dl4j.internal.array.Nd4jShapes;
import org.losses4j.graph.BinaryOp;
import org.losses4j.graph.Leaf;
import org.losses4j.graph.Node;
import org.losses4j.graph.PairOp;
import org.losses4j.graph.ShapedOp;
import org.losses4j.graph.UnaryOp;
import org.losses4j.tensor.Shape;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Writes recorded formulas as operations of SameDiff: one for each node, a few where ND4J's own would be inaccurate. */
final class GraphWriter {
    private final SameDiff sd;
    private final DataType type;
    private final RecordedSamples samples;
    private final BatchSize batch;
    private final Map<String, Operand> inputs;
    private final GraphOps ops;
    private final Map<Node, SDVariable> tensors = new HashMap<>();
    private final Map<Node, SDVariable> masks = new HashMap<>();
    private final Map<Expanded, SDVariable> expanded = new HashMap<>();

    /** A variable in a larger shape. */
    private record Expanded(String variable, List<Shape> shapes) {}

    /**
     * A writer.
     *
     * @param type the floating-point type to compute in
     * @param inputs by role, of this type
     */
    GraphWriter(
            SameDiff sd,
            DataType type,
            RecordedSamples samples,
            BatchSize batch,
            Map<String, Operand> inputs,
            GraphOps ops) {
        this.sd = sd;
        this.type = type;
        this.samples = samples;
        this.batch = batch;
        this.inputs = inputs;
        this.ops = ops;
    }

    /** Writes all nodes; gives the formula's outputs. */
    List<SDVariable> write() {
        samples.graph().nodes().forEach(this::write);
        return samples.graph().outputs().stream().map(this::tensor).toList();
    }

    private SDVariable tensor(Node node) {
        return tensors.computeIfAbsent(node, missing -> mask(missing).castTo(type));
    }

    private SDVariable mask(Node node) {
        SDVariable mask = masks.get(node);
        return mask == null ? sd.neq(tensor(node), ops.number(type, 0)) : mask;
    }

    private void write(Node node) {
        List<Node> x = node.operands();
        if (node.op() == BinaryOp.GREATER || node.op() == BinaryOp.EQUAL) {
            SDVariable a = aligned(x.get(0), node);
            SDVariable b = aligned(x.get(1), node);
            masks.put(node, node.op() == BinaryOp.GREATER ? sd.gt(a, b) : sd.eq(a, b));
        } else if (node.op() instanceof ShapedOp.Reshape && masks.containsKey(x.get(0))) {
            masks.put(node, batch.reshape(mask(x.get(0)), samples.shapes(node)));
        } else {
            tensors.put(node, compute(node, x));
        }
    }

    private SDVariable compute(Node node, List<Node> x) {
        if (node.op() instanceof Leaf leaf) {
            return leaf(leaf, node);
        } else if (node.op() instanceof UnaryOp unary) {
            return unary(unary, tensor(x.get(0)));
        } else if (node.op() instanceof BinaryOp binary) {
            return binary(binary, node, x.get(0), x.get(1));
        } else if (node.op() instanceof ShapedOp shaped) {
            return shaped(shaped, node, x);
        } else if (node.op() instanceof PairOp pairs) {
            return pairs(pairs, x);
        }
        throw new IllegalArgumentException("No operation of SameDiff computes " + node.op());
    }

    private SDVariable leaf(Leaf leaf, Node node) {
        if (leaf instanceof Leaf.Input input) {
            Operand operand = inputs.get(input.role());
            if (operand == null) {
                throw new IllegalStateException("No input '" + input.role() + "' among " + inputs.keySet());
            }
            return operand.detached();
        }
        if (leaf instanceof Leaf.Arange) {
            return sd.range(
                    ops.number(type, 0), batch.number(samples.extents(node, 0), type), ops.number(type, 1), type);
        }
        if (leaf instanceof Leaf.Literal literal) {
            return sd.constant(Nd4j.create(literal.values(), Nd4jShapes.toArray(literal.shape()), type));
        }
        return batch.number(samples.constants(node), type);
    }

    private SDVariable unary(UnaryOp op, SDVariable x) {
        return switch (op) {
            case NEG -> sd.math().neg(x);
            case ABS -> sd.math().abs(x);
            case SIGN -> ops.sign(x);
            case EXP -> sd.math().exp(x);
            case EXPM1 -> ops.expm1(x);
            case LOG -> sd.math().log(x);
            case LOG1P -> ops.log1p(x);
            case SQRT -> sd.math().sqrt(x);
            case SOFTPLUS -> ops.softplus(x);
            case SIGMOID -> sd.nn().sigmoid(x);
            case ATAN -> sd.math().atan(x);
            case STOP_GRADIENT -> x;
        };
    }

    private SDVariable binary(BinaryOp op, Node node, Node first, Node second) {
        SDVariable a = aligned(first, node);
        SDVariable b = aligned(second, node);
        return switch (op) {
            case ADD -> a.add(b);
            case SUB -> a.sub(b);
            case MUL -> a.mul(b);
            case DIV -> a.div(b);
            case MINIMUM -> keepNaN(node, first, second, sd.min(a, b));
            case MAXIMUM -> keepNaN(node, first, second, sd.max(a, b));
            case GREATER, EQUAL -> throw new IllegalStateException("A comparison is a mask");
        };
    }

    /** ND4J's minimum and maximum are the second operand wherever the comparison fails, or the first one if that is no scalar. */
    private SDVariable keepNaN(Node node, Node first, Node second, SDVariable extreme) {
        SDVariable result = extreme;
        for (Node operand : List.of(first, second)) {
            if (!(operand.op() instanceof Leaf.Constant)) {
                SDVariable x = expanded(operand, tensor(operand), node);
                result = ops.select(ops.isNumber(x), result, x);
            }
        }
        return result;
    }

    private SDVariable shaped(ShapedOp op, Node node, List<Node> x) {
        Node first = x.get(0);
        if (op instanceof ShapedOp.Pow pow) {
            return sd.math().pow(tensor(first), pow.exponent());
        } else if (op instanceof ShapedOp.Where) {
            return ops.select(
                    expanded(first, mask(first), node),
                    expanded(x.get(1), tensor(x.get(1)), node),
                    expanded(x.get(2), tensor(x.get(2)), node));
        } else if (op instanceof ShapedOp.Sum sum) {
            return ops.sum(tensor(first), samples.shapes(first), toArray(sum.axes()), sum.keepDims());
        } else if (op instanceof ShapedOp.Max max) {
            SDVariable peak = ops.max(tensor(first), samples.shapes(first), max.axis());
            return max.keepDims() ? peak : batch.reshape(peak, samples.shapes(node));
        } else if (op instanceof ShapedOp.Transpose transpose) {
            return sd.permute(tensor(first), toArray(transpose.order()));
        } else if (op instanceof ShapedOp.Reshape) {
            return batch.reshape(tensor(first), samples.shapes(node));
        }
        return expanded(first, tensor(first), node);
    }

    private SDVariable pairs(PairOp op, List<Node> x) {
        if (op instanceof PairOp.Matmul) {
            return sd.mmul(tensor(x.get(0)), tensor(x.get(1)));
        }
        boolean weighted = op instanceof PairOp.WeightedDifferences;
        SDVariable rows = unsqueezed(x.get(weighted ? 1 : 0), 1);
        SDVariable others = unsqueezed(x.get(weighted ? 2 : 1), 0);
        SDVariable difference = rows.sub(others);
        return weighted
                ? sd.sum(unsqueezed(x.get(0), 2).mul(difference), false, 1)
                : sd.sum(difference.mul(difference), false, 2);
    }

    private SDVariable unsqueezed(Node node, int axis) {
        return ops.unsqueeze(tensor(node), samples.shapes(node), axis);
    }

    /**
     * An operand with as many axes as the result, unless it is a scalar: ND4J takes an operand of one element for a scalar,
     * and so loses its axes of 1 in front of an array of fewer axes.
     */
    private SDVariable aligned(Node operand, Node result) {
        int missing = result.shape().rank() - operand.shape().rank();
        if (missing == 0 || operand.shape().rank() == 0) {
            return tensor(operand);
        }
        List<Shape> longer = new ArrayList<>();
        for (Shape shape : samples.shapes(operand)) {
            Shape aligned = shape;
            for (int i = 0; i < missing; i++) {
                aligned = aligned.inserted(0, 1);
            }
            longer.add(aligned);
        }
        return batch.reshape(tensor(operand), longer);
    }

    /** The value of {@code operand} in the shape of {@code result}. */
    private SDVariable expanded(Node operand, SDVariable value, Node result) {
        List<Shape> target = samples.shapes(result);
        return samples.shapes(operand).equals(target)
                ? value
                : expanded.computeIfAbsent(
                        new Expanded(value.name(), target), missing -> ops.expand(value, batch.shape(target)));
    }

    private static int[] toArray(List<Integer> axes) {
        return axes.stream().mapToInt(Integer::intValue).toArray();
    }
}
