package org.losses4j.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.losses4j.tensor.HostFunction;
import org.losses4j.tensor.HostResult;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** The operations of a {@link HostFunction}: one for its value, one for its gradient by the first operand. */
public sealed interface HostOp extends Op {

    HostFunction function();

    /** The value of the host function. */
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
            List<Tensor> withUpstream = new ArrayList<>(operands);
            withUpstream.add(gradient.expand(result.shape()));
            List<@Nullable Tensor> gradients = new ArrayList<>(Collections.nCopies(operands.size(), null));
            gradients.set(0, TracedTensor.apply(new Gradient(function), withUpstream));
            return gradients;
        }

        @Override
        public String toString() {
            return "host " + function;
        }
    }

    /**
     * The gradient by the first operand. The last operand is the upstream gradient, a number for each unit of the value; the
     * others are the operands of the function.
     */
    record Gradient(HostFunction function) implements HostOp {
        @Override
        public Shape shape(List<Shape> operands) {
            return operands.get(0);
        }

        @Override
        public Tensor apply(List<Tensor> operands) {
            List<Tensor> given = given(operands);
            HostResult result = function.evaluate(
                    given.stream().map(Tensor::toArray).toList(),
                    given.stream().map(Tensor::shape).toList(),
                    true);
            return apply(result, operands);
        }

        /** The gradient, given a result of the function that has been computed already. */
        static Tensor apply(HostResult result, List<Tensor> operands) {
            Tensor x = operands.get(0);
            double[] upstream = operands.get(operands.size() - 1).toArray();
            return x.array(result.backward(upstream), x.shape());
        }

        /** The operands of the function, without the upstream gradient: tensors, the nodes that make them, or their names. */
        public static <T> List<T> given(List<T> operands) {
            return operands.subList(0, operands.size() - 1);
        }

        @Override
        public List<@Nullable Tensor> derive(List<Tensor> operands, Tensor result, Tensor gradient) {
            throw new IllegalArgumentException("There is no second derivative of the host function " + function);
        }

        @Override
        public String toString() {
            return "host gradient " + function;
        }
    }
}
