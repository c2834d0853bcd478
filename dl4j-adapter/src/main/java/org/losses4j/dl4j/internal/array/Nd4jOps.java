package org.losses4j.dl4j.internal.array;

import org.losses4j.tensor.Shape;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Accurate forms of operations that overflow, round to nothing, or lose NaN in ND4J's own form. */
public final class Nd4jOps {
    private Nd4jOps() {}

    /** {@code result} where {@code x} is a number, else NaN. */
    public static INDArray keepNaN(INDArray x, INDArray result) {
        return select(x.eq(x), result, x);
    }

    /** log(1 + x) by W. Kahan's correction of the rounding of 1 + x; ND4J's own loses small x. */
    public static INDArray log1p(INDArray x) {
        INDArray rounded = x.add(1);
        INDArray corrected = Transforms.log(rounded, true).muli(x).divi(rounded.sub(1));
        // Where 1 + x rounds to 1, log(1 + x) is x; at infinity the correction is ∞/∞.
        INDArray plain = rounded.eq(1)
                .castTo(x.dataType())
                .addi(x.eq(Double.POSITIVE_INFINITY).castTo(x.dataType()));
        return select(plain.neq(0), x, corrected);
    }

    /** eˣ − 1 by W. Kahan's correction of the rounding of eˣ; ND4J's own loses small x. */
    public static INDArray expm1(INDArray x) {
        INDArray exponential = Transforms.exp(x, true);
        INDArray difference = exponential.sub(1);
        INDArray corrected = difference.mul(x).divi(Transforms.log(exponential, true));
        INDArray small = select(exponential.eq(1), x, corrected);
        // Beyond 1 nothing cancels, and further out the correction is ∞/∞ or 0·∞.
        return select(Transforms.abs(x, true).lte(1), small, difference);
    }

    /** log(1 + eˣ) = max(x, 0) + log(1 + e^−|x|). */
    public static INDArray softplus(INDArray x) {
        INDArray tail = log1p(Transforms.exp(Transforms.abs(x, true).negi(), false));
        return Transforms.max(x, 0, true).addi(tail);
    }

    /** The sum over {@code axes}, which stay with the extent 1. */
    public static INDArray sum(INDArray x, int... axes) {
        return x.rank() == 0 ? x : x.sum(true, axes);
    }

    /** The largest over {@code axis}, which stays with the extent 1; NaN if any element is. */
    public static INDArray max(INDArray x, int axis) {
        INDArray peak = x.max(true, axis);
        INDArray numbers = x.eq(x).castTo(x.dataType()).min(true, axis);
        return select(numbers.neq(0), peak, filled(x.dataType(), Nd4jShapes.of(peak), Double.NaN));
    }

    /** {@code whenTrue} where {@code condition}, which is BOOL, else {@code otherwise}; all of one shape. */
    public static INDArray select(INDArray condition, INDArray whenTrue, INDArray otherwise) {
        INDArray result = Nd4j.createUninitialized(whenTrue.dataType(), whenTrue.shape(), 'c');
        Nd4j.exec(DynamicCustomOp.builder("select")
                .addInputs(condition, whenTrue, otherwise)
                .addOutputs(result)
                .build());
        return result;
    }

    /** {@code x} broadcast to {@code target} by NumPy's rules. */
    public static INDArray expand(INDArray x, Shape target) {
        if (Nd4jShapes.of(x).equals(target)) {
            return x;
        }
        INDArray result = Nd4j.createUninitialized(x.dataType(), Nd4jShapes.toArray(target), 'c');
        Nd4j.exec(DynamicCustomOp.builder("broadcast_to")
                .addInputs(x, Nd4j.createFromArray(target.toArray()))
                .addOutputs(result)
                .build());
        return result;
    }

    /** {@code x} read in row-major order as {@code target}. */
    public static INDArray reshape(INDArray x, Shape target) {
        // ND4J cannot read a view of one element as a scalar, only an array of its own.
        INDArray own = target.rank() == 0 && x.isView() ? x.dup('c') : x;
        return own.reshape('c', Nd4jShapes.toArray(target));
    }

    /** An array of one value. */
    public static INDArray filled(DataType type, Shape shape, double value) {
        INDArray array = Nd4j.create(type, Nd4jShapes.toArray(shape));
        return value == 0 || array.isEmpty() ? array : array.assign(value);
    }
}
