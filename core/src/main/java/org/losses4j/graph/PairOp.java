package org.losses4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.losses4j.tensor.RowPairs;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** The operations on all pairs of rows, or of rows and columns, of two matrices. */
public sealed interface PairOp extends Op {

    /** The matrix product. */
    record Matmul() implements PairOp {
        @Override
        public Shape shape(List<Shape> operands) {
            Shape left = operands.get(0);
            Shape right = operands.get(1);
            if (left.rank() != 2 || right.rank() != 2 || left.extent(1) != right.extent(0)) {
                throw new IllegalArgumentException("matmul wants [m, k] and [k, n], got " + left + " and " + right);
            }
            return Shape.of(left.extent(0), right.extent(1));
        }

        @Override
        public Tensor apply(List<Tensor> operands) {
            return operands.get(0).matmul(operands.get(1));
        }

        @Override
        public List<@Nullable Tensor> derive(List<Tensor> operands, Tensor result, Tensor gradient) {
            Tensor full = gradient.expand(result.shape());
            return List.of(
                    full.matmul(operands.get(1).transpose()),
                    operands.get(0).transpose().matmul(full));
        }

        @Override
        public String toString() {
            return "matmul";
        }
    }

    /** The squared distances ‖xᵢ − yⱼ‖² of rows x [n, d] and y [m, d]: [n, m]. */
    record SquaredDistances() implements PairOp {
        @Override
        public Shape shape(List<Shape> operands) {
            return RowPairs.requireRows("squaredDistances", operands.get(0), operands.get(1));
        }

        @Override
        public Tensor apply(List<Tensor> operands) {
            return operands.get(0).squaredDistances(operands.get(1));
        }

        @Override
        public List<@Nullable Tensor> derive(List<Tensor> operands, Tensor result, Tensor gradient) {
            Tensor x = operands.get(0);
            Tensor y = operands.get(1);
            Tensor weights = gradient.mul(2).expand(result.shape());
            return List.of(
                    weights.weightedDifferences(x, y), weights.transpose().weightedDifferences(y, x));
        }

        @Override
        public String toString() {
            return "squared distances";
        }
    }

    /** The sums Σⱼ wᵢⱼ (xᵢ − yⱼ) of weights w [n, m] and rows x [n, d] and y [m, d]: [n, d]. */
    record WeightedDifferences() implements PairOp {
        @Override
        public Shape shape(List<Shape> operands) {
            return RowPairs.requireWeights(operands.get(0), operands.get(1), operands.get(2));
        }

        @Override
        public Tensor apply(List<Tensor> operands) {
            return operands.get(0).weightedDifferences(operands.get(1), operands.get(2));
        }

        @Override
        public List<@Nullable Tensor> derive(List<Tensor> operands, Tensor result, Tensor gradient) {
            Tensor weights = operands.get(0);
            Tensor x = operands.get(1);
            Tensor y = operands.get(2);
            Tensor full = gradient.expand(result.shape());
            return List.of(
                    full.mul(x).sum(1, true).sub(full.matmul(y.transpose())),
                    full.mul(weights.sum(1, true)),
                    weights.transpose().matmul(full).neg());
        }

        @Override
        public String toString() {
            return "weighted differences";
        }
    }
}
