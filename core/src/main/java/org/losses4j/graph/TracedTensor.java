package org.losses4j.graph;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.losses4j.tensor.HostFunction;
import org.losses4j.tensor.MixedTensors;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** A tensor without values, which records the operations of a formula as nodes. */
final class TracedTensor implements Tensor {
    private final Recorder recorder;
    private final Node node;

    TracedTensor(Recorder recorder, Node node) {
        this.recorder = recorder;
        this.node = node;
    }

    Node node() {
        return node;
    }

    static Tensor apply(Op op, List<Tensor> operands) {
        TracedTensor first = (TracedTensor) operands.get(0);
        return first.record(op, operands.stream().map(first::node).toArray(Node[]::new));
    }

    @Override
    public Shape shape() {
        return node.shape();
    }

    @Override
    public double[] toArray() {
        throw new IllegalArgumentException("A formula is recorded before there are values, so it cannot read them or"
                + " branch on them; write condition.where(a, b) instead");
    }

    @Override
    public Tensor array(double[] values, Shape shape) {
        return record(new Leaf.Literal(values.clone(), shape));
    }

    @Override
    public Tensor constant(double value) {
        return record(new Leaf.Constant(value));
    }

    @Override
    public Tensor arange(int length) {
        return record(new Leaf.Arange(length));
    }

    @Override
    public Tensor stopGradient() {
        return record(UnaryOp.STOP_GRADIENT, node);
    }

    @Override
    public Tensor neg() {
        return record(UnaryOp.NEG, node);
    }

    @Override
    public Tensor abs() {
        return record(UnaryOp.ABS, node);
    }

    @Override
    public Tensor sign() {
        return record(UnaryOp.SIGN, node);
    }

    @Override
    public Tensor exp() {
        return record(UnaryOp.EXP, node);
    }

    @Override
    public Tensor expm1() {
        return record(UnaryOp.EXPM1, node);
    }

    @Override
    public Tensor log() {
        return record(UnaryOp.LOG, node);
    }

    @Override
    public Tensor log1p() {
        return record(UnaryOp.LOG1P, node);
    }

    @Override
    public Tensor sqrt() {
        return record(UnaryOp.SQRT, node);
    }

    @Override
    public Tensor softplus() {
        return record(UnaryOp.SOFTPLUS, node);
    }

    @Override
    public Tensor sigmoid() {
        return record(UnaryOp.SIGMOID, node);
    }

    @Override
    public Tensor atan() {
        return record(UnaryOp.ATAN, node);
    }

    @Override
    public Tensor pow(double exponent) {
        return record(new ShapedOp.Pow(exponent), node);
    }

    @Override
    public Tensor add(Tensor other) {
        return record(BinaryOp.ADD, node, node(other));
    }

    @Override
    public Tensor sub(Tensor other) {
        return record(BinaryOp.SUB, node, node(other));
    }

    @Override
    public Tensor mul(Tensor other) {
        return record(BinaryOp.MUL, node, node(other));
    }

    @Override
    public Tensor div(Tensor other) {
        return record(BinaryOp.DIV, node, node(other));
    }

    @Override
    public Tensor minimum(Tensor other) {
        return record(BinaryOp.MINIMUM, node, node(other));
    }

    @Override
    public Tensor maximum(Tensor other) {
        return record(BinaryOp.MAXIMUM, node, node(other));
    }

    @Override
    public Tensor greater(Tensor other) {
        return record(BinaryOp.GREATER, node, node(other));
    }

    @Override
    public Tensor equal(Tensor other) {
        return record(BinaryOp.EQUAL, node, node(other));
    }

    @Override
    public Tensor where(Tensor whenTrue, Tensor otherwise) {
        return record(new ShapedOp.Where(), node, node(whenTrue), node(otherwise));
    }

    @Override
    public Tensor sum(int[] axes, boolean keepDims) {
        Integer[] counted = new Integer[axes.length];
        for (int i = 0; i < axes.length; i++) {
            counted[i] = shape().axis(axes[i]);
        }
        return record(new ShapedOp.Sum(List.of(counted), keepDims), node);
    }

    @Override
    public Tensor max(int axis, boolean keepDims) {
        return record(new ShapedOp.Max(shape().axis(axis), keepDims), node);
    }

    @Override
    public Tensor matmul(Tensor other) {
        return record(new PairOp.Matmul(), node, node(other));
    }

    @Override
    public Tensor squaredDistances(Tensor other) {
        return record(new PairOp.SquaredDistances(), node, node(other));
    }

    @Override
    public Tensor weightedDifferences(Tensor x, Tensor y) {
        return record(new PairOp.WeightedDifferences(), node, node(x), node(y));
    }

    @Override
    public Tensor transpose(int... order) {
        return record(new ShapedOp.Transpose(Arrays.stream(order).boxed().toList()), node);
    }

    @Override
    public Tensor reshape(Shape shape) {
        return record(new ShapedOp.Reshape(shape), node);
    }

    @Override
    public Tensor expand(Shape shape) {
        return record(new ShapedOp.Expand(shape), node);
    }

    @Override
    public Tensor host(HostFunction function, Tensor... others) {
        Node[] operands = new Node[others.length + 1];
        operands[0] = node;
        Arrays.setAll(operands, i -> i == 0 ? node : node(others[i - 1]));
        if (recorder.writesFormulas()) {
            List<Tensor> given = Arrays.stream(operands)
                    .map(operand -> (Tensor) new TracedTensor(recorder, operand))
                    .toList();
            Optional<Tensor> formula = function.formula(given);
            if (formula.isPresent()) {
                return formula.get();
            }
        }
        return record(new HostOp.Value(function), operands);
    }

    @Override
    public String toString() {
        return "traced " + node.op() + " " + shape();
    }

    private Node node(Tensor other) {
        if (other instanceof TracedTensor traced && traced.recorder == recorder) {
            return traced.node;
        }
        throw MixedTensors.error(TracedTensor.class, other);
    }

    private Tensor record(Op op, Node... operands) {
        return new TracedTensor(recorder, recorder.node(op, List.of(operands)));
    }
}
