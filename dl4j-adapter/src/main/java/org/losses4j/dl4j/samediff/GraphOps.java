package org.losses4j.dl4j.samediff;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.losses4j.tensor.Shape;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.custom.BitCast;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastTo;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Accurate forms of operations that overflow, round to nothing, or lose NaN in ND4J's own form, as
 * {@link org.losses4j.dl4j.internal.array.Nd4jOps} has them for arrays; and operations that SameDiff lacks.
 */
final class GraphOps {
    private final SameDiff sd;
    private final BatchSize batch;
    private final Map<Scalar, SDVariable> scalars = new HashMap<>();

    private record Scalar(DataType type, double value) {}

    GraphOps(SameDiff sd, BatchSize batch) {
        this.sd = sd;
        this.batch = batch;
    }

    /**
     * An input in a floating-point type. SameDiff follows variables of such types only, so that the way through whole numbers of
     * the same bits ends its search; its own stop_gradient does not: it multiplies by zeros, which makes NaN of infinity, and
     * fails in front of operations that have no derivative.
     */
    Operand operand(SDVariable variable, DataType type) {
        SDVariable tracked = variable.dataType() == type ? variable : variable.castTo(type);
        if (!variable.dataType().isFPType()) {
            return new Operand(tracked, tracked);
        }
        DataType whole = type == DataType.DOUBLE ? DataType.LONG : DataType.INT;
        return new Operand(tracked, bitCast(bitCast(tracked, whole), type));
    }

    /**
     * Zeros whose gradient by an input is {@code gradient}, summed over some axes. The maximum makes zeros of what is NaN because
     * the input or the gradient is not finite; at its tie, which is everywhere else, SameDiff's derivative follows the first
     * operand.
     *
     * @param shapes the shapes of the input
     */
    SDVariable carry(Operand operand, SDVariable gradient, List<Shape> shapes, int[] axes) {
        SDVariable difference = operand.tracked().sub(operand.detached());
        SDVariable zeros = sd.max(difference.mul(gradient), number(gradient, 0));
        return sum(zeros, shapes, axes, false);
    }

    private SDVariable bitCast(SDVariable x, DataType type) {
        BitCast cast = new BitCast(sd, x, sd.constant(Nd4j.scalar(type.toInt())));
        // Without the argument the operation does not know the type of its result.
        cast.addIArgument(type.toInt());
        return cast.outputVariable();
    }

    /** {@code whenTrue} where {@code condition}, which is BOOL, else {@code otherwise}; all of one shape. */
    SDVariable select(SDVariable condition, SDVariable whenTrue, SDVariable otherwise) {
        return sd.where(whenTrue, otherwise, condition);
    }

    /** {@code x} broadcast to a shape. */
    SDVariable expand(SDVariable x, SDVariable shape) {
        return new BroadcastTo(sd, x, shape).outputVariable();
    }

    /** Where {@code x} is a number. */
    SDVariable isNumber(SDVariable x) {
        return sd.eq(x, x);
    }

    SDVariable sign(SDVariable x) {
        return select(isNumber(x), sd.math().sign(x), x);
    }

    /** log(1 + x) by W. Kahan's correction of the rounding of 1 + x. */
    SDVariable log1p(SDVariable x) {
        SDVariable rounded = x.add(number(x, 1));
        SDVariable corrected = sd.math().log(rounded).mul(x).div(rounded.sub(number(x, 1)));
        // Where 1 + x rounds to 1, log(1 + x) is x; at infinity the correction is ∞/∞.
        SDVariable plain = sd.math().or(sd.eq(rounded, number(x, 1)), sd.eq(x, number(x, Double.POSITIVE_INFINITY)));
        return select(plain, x, corrected);
    }

    /** eˣ − 1 by W. Kahan's correction of the rounding of eˣ. */
    SDVariable expm1(SDVariable x) {
        SDVariable exponential = sd.math().exp(x);
        SDVariable difference = exponential.sub(number(x, 1));
        SDVariable corrected = difference.mul(x).div(sd.math().log(exponential));
        SDVariable small = select(sd.eq(exponential, number(x, 1)), x, corrected);
        // Beyond 1 nothing cancels, and further out the correction is ∞/∞ or 0·∞.
        return select(sd.gt(sd.math().abs(x), number(x, 1)), difference, small);
    }

    /** log(1 + eˣ) = max(x, 0) + log(1 + e^−|x|). */
    SDVariable softplus(SDVariable x) {
        SDVariable tail = log1p(sd.math().exp(sd.math().neg(sd.math().abs(x))));
        return sd.max(x, number(x, 0)).add(tail);
    }

    /**
     * The sum over some axes.
     *
     * @param shapes the shapes of {@code x}
     */
    SDVariable sum(SDVariable x, List<Shape> shapes, int[] axes, boolean keepDims) {
        // Without axes, SameDiff would sum over all.
        return axes.length == 0 ? x : reduce(sd::sum, x, shapes, axes, keepDims);
    }

    /**
     * The largest over {@code axis}, which stays with the extent 1; NaN if any element is.
     *
     * @param shapes the shapes of {@code x}
     */
    SDVariable max(SDVariable x, List<Shape> shapes, int axis) {
        int[] axes = {axis};
        SDVariable peak = reduce(sd::max, x, shapes, axes, true);
        SDVariable numbers = reduce(sd::min, isNumber(x).castTo(x.dataType()), shapes, axes, true);
        // 1/1, or 0/0, which is NaN.
        return peak.mul(numbers.div(numbers));
    }

    /** A reduction of SameDiff's own. */
    private interface Reduction {
        SDVariable of(SDVariable x, boolean keepDims, int... axes);
    }

    /** SameDiff fails to reduce a matrix along an axis of extent 1, but not an array with one axis more. */
    private SDVariable reduce(Reduction reduction, SDVariable x, List<Shape> shapes, int[] axes, boolean keepDims) {
        int first = axes[0];
        boolean fails = shapes.get(0).rank() == 2
                && axes.length == 1
                && (shapes.size() > 1
                                && shapes.get(0).extent(first) != shapes.get(1).extent(first)
                        || shapes.get(0).extent(first) == 1);
        if (!fails) {
            return reduction.of(x, keepDims, axes);
        }
        return keepDims
                ? reduction.of(unsqueeze(x, shapes, first == 0 ? 0 : 2), false, 1)
                : reduction.of(unsqueeze(x, shapes, 0), false, 0, first + 1);
    }

    /**
     * {@code x} with a new axis of extent 1 in front of {@code axis}; SameDiff's own expand_dims loses it if x has one element.
     *
     * @param shapes the shapes of {@code x}
     */
    SDVariable unsqueeze(SDVariable x, List<Shape> shapes, int axis) {
        return batch.reshape(
                x, shapes.stream().map(shape -> shape.inserted(axis, 1)).toList());
    }

    /** A scalar of the type of {@code x}. */
    SDVariable number(SDVariable x, double value) {
        return number(x.dataType(), value);
    }

    /** A scalar, made once. */
    SDVariable number(DataType type, double value) {
        return scalars.computeIfAbsent(new Scalar(type, value), missing -> sd.constant(Nd4j.scalar(type, value)));
    }
}
