package org.losses4j.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.losses4j.tensor.HostFunction;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** A function over host arrays, as one node for its value and one for its gradient by the first operand. */
public sealed interface HostOp extends Op {

    HostFunction function();

    /** The value. */
    record Value(HostFunction function) implements HostOp {
        @Override
        public Shape shape(List<Shape> operands) {
            return function.shape(operands);
        }

        @Override
        public Tensor apply(List<Tensor> operands) {
            return operands.get(0)
                    .host(function, operands.subList(1, operands.size()).toArray(Tensor[]::new));
        }

        @Override
        public List<@Nullable Tensor> derive(List<Tensor> operands, Tensor result, Tensor gradient) {
            Tensor x = operands.get(0);
            Tensor slope = TracedTensor.apply(new Gradient(function), operands);
            Tensor upstream =
                    gradient.expand(result.shape()).alignLeft(x.shape().rank());
            List<@Nullable Tensor> gradients = new ArrayList<>(Collections.nCopies(operands.size(), null));
            // A zero slope stays zero under an infinite upstream gradient, and the other way round.
            Tensor none = slope.equal(0).mul(upstream.equal(upstream)).add(upstream.equal(0));
            gradients.set(0, none.where(0, slope.mul(upstream)));
            return gradients;
        }

        @Override
        public String toString() {
            return "host " + function;
        }
    }

    /** The gradient of each unit of the value by its slice of the first operand. */
    record Gradient(HostFunction function) implements HostOp {
        @Override
        public Shape shape(List<Shape> operands) {
            return operands.get(0);
        }

        @Override
        public Tensor apply(List<Tensor> operands) {
            List<Shape> shapes = operands.stream().map(Tensor::shape).toList();
            List<double[]> values = operands.stream().map(Tensor::toArray).toList();
            HostFunction.Result result = function.evaluate(values, shapes, true);
            return operands.get(0).array(gradient(result), shapes.get(0));
        }

        @Override
        public List<@Nullable Tensor> derive(List<Tensor> operands, Tensor result, Tensor gradient) {
            throw new IllegalArgumentException("There is no second derivative of the host function " + function);
        }

        @Override
        public String toString() {
            return "host gradient " + function;
        }

        static double[] gradient(HostFunction.Result result) {
            double[] gradient = result.gradient();
            if (gradient == null) {
                throw new IllegalStateException("A host function gave no gradient though it was asked for one");
            }
            return gradient;
        }
    }
}
