package org.losses4j.graph;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** The operations that have parameters or three operands, or that change the shape. */
public sealed interface ShapedOp extends Op {
    // Some equals and hashCode are written out: each new shape compares dozens of operations, and what a record has by
    // itself is slow until it is compiled.

    /** x to a constant power. */
    record Pow(double exponent) implements ShapedOp {
        @Override
        public Shape shape(List<Shape> operands) {
            return operands.get(0);
        }

        @Override
        public Tensor apply(List<Tensor> operands) {
            return operands.get(0).pow(exponent);
        }

        @Override
        public List<@Nullable Tensor> derive(List<Tensor> operands, Tensor result, Tensor gradient) {
            return List.of(gradient.mul(operands.get(0).pow(exponent - 1).mul(exponent)));
        }

        @Override
        public String toString() {
            return "pow " + exponent;
        }
    }

    /** The second operand where the first is not 0, else the third. */
    record Where() implements ShapedOp {
        @Override
        public Shape shape(List<Shape> operands) {
            return Shape.broadcast(operands.get(0), Shape.broadcast(operands.get(1), operands.get(2)));
        }

        @Override
        public Tensor apply(List<Tensor> operands) {
            return operands.get(0).where(operands.get(1), operands.get(2));
        }

        @Override
        public List<@Nullable Tensor> derive(List<Tensor> operands, Tensor result, Tensor gradient) {
            Tensor condition = operands.get(0);
            return Arrays.asList(null, condition.where(gradient, 0), condition.where(0, gradient));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Where;
        }

        @Override
        public int hashCode() {
            return 0;
        }

        @Override
        public String toString() {
            return "where";
        }
    }

    /** The sum over some axes. */
    record Sum(List<Integer> axes, boolean keepDims) implements ShapedOp {
        @Override
        public Shape shape(List<Shape> operands) {
            return operands.get(0).reduced(toArray(axes), keepDims);
        }

        @Override
        public Tensor apply(List<Tensor> operands) {
            return operands.get(0).sum(toArray(axes), keepDims);
        }

        @Override
        public List<@Nullable Tensor> derive(List<Tensor> operands, Tensor result, Tensor gradient) {
            Shape kept = operands.get(0).shape().reduced(toArray(axes), true);
            return List.of(reshaped(gradient, result.shape(), kept));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Sum sum && keepDims == sum.keepDims && axes.equals(sum.axes);
        }

        @Override
        public int hashCode() {
            return 31 * axes.hashCode() + Boolean.hashCode(keepDims);
        }

        @Override
        public String toString() {
            return "sum " + axes;
        }
    }

    /** The largest value along one axis. */
    record Max(int axis, boolean keepDims) implements ShapedOp {
        @Override
        public Shape shape(List<Shape> operands) {
            return operands.get(0).reduced(new int[] {axis}, keepDims);
        }

        @Override
        public Tensor apply(List<Tensor> operands) {
            return operands.get(0).max(axis, keepDims);
        }

        @Override
        public List<@Nullable Tensor> derive(List<Tensor> operands, Tensor result, Tensor gradient) {
            Tensor x = operands.get(0);
            Shape kept = x.shape().reduced(new int[] {axis}, true);
            int length = x.shape().extent(axis);
            Tensor positions = x.arange(length)
                    .reshape(Shape.of(length).alignedLeft(x.shape().rank() - axis));
            Tensor peak = result.reshape(kept);
            Tensor first = x.equal(peak).where(positions, length).min(axis, true);
            Tensor chosen = reshaped(gradient, result.shape(), kept);
            return List.of(positions.equal(first).where(chosen, 0));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Max max && axis == max.axis && keepDims == max.keepDims;
        }

        @Override
        public int hashCode() {
            return 31 * axis + Boolean.hashCode(keepDims);
        }

        @Override
        public String toString() {
            return "max " + axis;
        }
    }

    /** The axes in another order. */
    record Transpose(List<Integer> order) implements ShapedOp {
        @Override
        public Shape shape(List<Shape> operands) {
            int[] extents = new int[order.size()];
            for (int i = 0; i < extents.length; i++) {
                extents[i] = operands.get(0).extent(order.get(i));
            }
            return Shape.of(extents);
        }

        @Override
        public Tensor apply(List<Tensor> operands) {
            return operands.get(0).transpose(toArray(order));
        }

        @Override
        public List<@Nullable Tensor> derive(List<Tensor> operands, Tensor result, Tensor gradient) {
            int[] inverse = new int[order.size()];
            for (int i = 0; i < inverse.length; i++) {
                inverse[i] = order.indexOf(i);
            }
            return List.of(gradient.expand(result.shape()).transpose(inverse));
        }

        @Override
        public String toString() {
            return "transpose " + order;
        }
    }

    /** The same values in another shape. */
    record Reshape(Shape shape) implements ShapedOp {
        @Override
        public Shape shape(List<Shape> operands) {
            if (operands.get(0).size() != shape.size()) {
                throw new IllegalArgumentException("The shape " + operands.get(0) + " cannot be read as " + shape);
            }
            return shape;
        }

        @Override
        public Tensor apply(List<Tensor> operands) {
            return operands.get(0).reshape(shape);
        }

        @Override
        public List<@Nullable Tensor> derive(List<Tensor> operands, Tensor result, Tensor gradient) {
            return List.of(reshaped(gradient, shape, operands.get(0).shape()));
        }

        @Override
        public String toString() {
            return "reshape " + shape;
        }
    }

    /** Broadcast to a larger shape. */
    record Expand(Shape shape) implements ShapedOp {
        @Override
        public Shape shape(List<Shape> operands) {
            if (!operands.get(0).broadcastsTo(shape)) {
                throw new IllegalArgumentException("The shape " + operands.get(0) + " does not broadcast to " + shape);
            }
            return shape;
        }

        @Override
        public Tensor apply(List<Tensor> operands) {
            return operands.get(0).expand(shape);
        }

        @Override
        public List<@Nullable Tensor> derive(List<Tensor> operands, Tensor result, Tensor gradient) {
            return Collections.singletonList(gradient);
        }

        @Override
        public String toString() {
            return "expand " + shape;
        }
    }

    private static int[] toArray(List<Integer> axes) {
        int[] array = new int[axes.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = axes.get(i);
        }
        return array;
    }

    /** {@code gradient}, which broadcasts to {@code from}, in the shape {@code to} of the same size. */
    private static Tensor reshaped(Tensor gradient, Shape from, Shape to) {
        return gradient.shape().rank() == 0 ? gradient : gradient.expand(from).reshape(to);
    }
}
