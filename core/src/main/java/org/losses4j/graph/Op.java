package org.losses4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * The operation of a node of a graph. Operations are compared by value: two nodes with equal operations and the same operands
 * are one node.
 */
public sealed interface Op permits Leaf, UnaryOp, BinaryOp, ShapedOp, PairOp, HostOp {

    /** The shape of the result for operands of these shapes. */
    Shape shape(List<Shape> operands);

    /** Applies the operation to tensors of any implementation. */
    Tensor apply(List<Tensor> operands);

    /**
     * The gradient by each operand, given the gradient by the result; null where none flows. A gradient may have the shape of
     * the result if the operation broadcasts, the shape of the operand if it does not, or one that broadcasts to that shape:
     * {@link Gradients} brings it to the operand's shape.
     */
    List<@Nullable Tensor> derive(List<Tensor> operands, Tensor result, Tensor gradient);
}
