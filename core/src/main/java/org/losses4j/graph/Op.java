package org.losses4j.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * What a node of a graph does to its operands. Operations are values: two nodes with equal operations and the same
 * operands are one node.
 */
public sealed interface Op permits Leaf, UnaryOp, BinaryOp, ShapedOp, HostOp {

    /** The shape of the result for operands of these shapes. */
    Shape shape(List<Shape> operands);

    /** The operation on tensors of any kind. */
    Tensor apply(List<Tensor> operands);

    /**
     * The gradient by each operand, given the one by the result; null where none flows. It may have the shape of the
     * result, if the operation broadcasts, or that of the operand if it does not, or one that broadcasts to it: {@link
     * Gradients} brings it to the operand's.
     */
    List<@Nullable Tensor> derive(List<Tensor> operands, Tensor result, Tensor gradient);
}
