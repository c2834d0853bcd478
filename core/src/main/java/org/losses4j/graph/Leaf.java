package org.losses4j.graph;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** An operation without operands. It is applied to any one tensor of the wanted implementation, to make its value alike. */
public sealed interface Leaf extends Op {

    @Override
    default List<@Nullable Tensor> derive(List<Tensor> operands, Tensor result, Tensor gradient) {
        return List.of();
    }

    /** An input, which the caller gives by its role. */
    record Input(String role, Shape shape) implements Leaf {
        @Override
        public Shape shape(List<Shape> operands) {
            return shape;
        }

        @Override
        public Tensor apply(List<Tensor> operands) {
            return operands.get(0);
        }

        @Override
        public String toString() {
            return role + " " + shape;
        }
    }

    /** A scalar constant. */
    record Constant(double value) implements Leaf {
        @Override
        public Shape shape(List<Shape> operands) {
            return Shape.scalar();
        }

        @Override
        public Tensor apply(List<Tensor> operands) {
            return operands.get(0).constant(value);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Constant constant && Double.compare(value, constant.value) == 0;
        }

        @Override
        public int hashCode() {
            return Double.hashCode(value);
        }

        @Override
        public String toString() {
            return Double.toString(value);
        }
    }

    /** 0, 1, … {@code length} − 1. */
    record Arange(int length) implements Leaf {
        @Override
        public Shape shape(List<Shape> operands) {
            return Shape.of(length);
        }

        @Override
        public Tensor apply(List<Tensor> operands) {
            return operands.get(0).arange(length);
        }

        @Override
        public String toString() {
            return "arange " + length;
        }
    }

    /** Numbers that belong to the formula, such as fixed class weights. */
    @SuppressWarnings("ArrayRecordComponent") // equals and hashCode below look at the numbers
    record Literal(double[] values, Shape shape) implements Leaf {
        @Override
        public Shape shape(List<Shape> operands) {
            return shape;
        }

        @Override
        public Tensor apply(List<Tensor> operands) {
            return operands.get(0).array(values, shape);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Literal literal
                    && shape.equals(literal.shape)
                    && Arrays.equals(values, literal.values);
        }

        @Override
        public int hashCode() {
            return 31 * shape.hashCode() + Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return "literal " + shape;
        }
    }
}
