package org.losses4j.dl4j.internal.array;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The vectors along an axis of a matrix, scaled to length 1; vectors of zeros stay zeros.
 *
 * @param unit the scaled vectors
 * @param axis the axis along which each vector lies
 * @param inverse 1 / length of each vector, and 0 for vectors of zeros; the axis has the extent 1
 */
public record Directions(INDArray unit, int axis, INDArray inverse) {

    public static Directions of(INDArray matrix, int axis) {
        // Scaled by their largest element first, vectors have squares that neither overflow nor vanish.
        INDArray peak = Transforms.abs(matrix, true).max(true, axis);
        INDArray zero = peak.eq(0).castTo(matrix.dataType());
        INDArray divisor = peak.add(zero);
        INDArray scaled = matrix.div(divisor);
        INDArray length = Transforms.sqrt(scaled.mul(scaled).sum(true, axis).addi(zero), false);
        INDArray inverse = zero.rsub(1).divi(length).divi(divisor);
        return new Directions(scaled.div(length), axis, inverse);
    }

    /** The gradient by the vectors of what has the gradient {@code byUnit} by their directions; 0 for vectors of zeros. */
    public INDArray gradient(INDArray byUnit) {
        INDArray along = byUnit.mul(unit).sum(true, axis);
        return byUnit.sub(unit.mul(along)).muli(inverse);
    }
}
