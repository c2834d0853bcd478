package org.losses4j.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An immutable n-dimensional array of numbers, with the fewest operations that losses can be written with.
 *
 * <p>Formulas are methods over tensors. The implementation of this interface decides what a call does: compute at once
 * ({@link ReferenceTensor} in float64, a framework's arrays in their own type), or record the formula for later.
 * Binary operations broadcast by NumPy's rules. NaN in gives NaN out. Comparisons give 0 or 1. Tensors of two
 * implementations never mix: that is an {@link IllegalArgumentException}.
 *
 * <p>A formula may look at shapes, never at values: where it depends on a value, it says
 * {@code condition.where(a, b)}.
 */
public interface Tensor {

    // The primitives.

    Shape shape();

    /** The values in row-major order, as a copy; never available while a formula is recorded. */
    double[] toArray();

    /** A tensor of the same implementation, data type and device as this one, with the given row-major values. */
    Tensor array(double[] values, Shape shape);

    /** A scalar of the same implementation, data type and device as this one. */
    Tensor constant(double value);

    /** The numbers 0, 1, … {@code length} − 1: [length]. */
    Tensor arange(int length);

    /** This tensor, through which no gradient flows. */
    Tensor stopGradient();

    /** −x. */
    Tensor neg();

    /** |x|; the gradient at 0 is 0. */
    Tensor abs();

    /** −1, 0 or 1; the gradient is 0. */
    Tensor sign();

    /** eˣ. */
    Tensor exp();

    /** eˣ − 1, accurate near 0. */
    Tensor expm1();

    /** The natural logarithm; −∞ at 0, NaN below. */
    Tensor log();

    /** log(1 + x), accurate near 0. */
    Tensor log1p();

    /** √x; its gradient at 0 is infinite, see {@link #safeSqrt}. */
    Tensor sqrt();

    /** log(1 + eˣ) without overflow; the gradient is the sigmoid. */
    Tensor softplus();

    /** 1 / (1 + e⁻ˣ) without overflow. */
    Tensor sigmoid();

    /** The arc tangent, within (−π/2, π/2). */
    Tensor atan();

    /** x to a constant power. */
    Tensor pow(double exponent);

    Tensor add(Tensor other);

    Tensor sub(Tensor other);

    Tensor mul(Tensor other);

    Tensor div(Tensor other);

    /** The smaller of the two; at a tie the gradient goes to {@code other}; NaN if either is NaN. */
    Tensor minimum(Tensor other);

    /** The larger of the two; at a tie the gradient goes to {@code other}; NaN if either is NaN. */
    Tensor maximum(Tensor other);

    /** 1 where this is greater than {@code other}, else 0, also where either is NaN. */
    Tensor greater(Tensor other);

    /** 1 where the two are equal, else 0, also where either is NaN. */
    Tensor equal(Tensor other);

    /** {@code whenTrue} where this tensor is not 0, else {@code otherwise}; NaN in the one not chosen does not show. */
    Tensor where(Tensor whenTrue, Tensor otherwise);

    /** The sum over {@code axes}, which must be distinct and not negative. */
    Tensor sum(int[] axes, boolean keepDims);

    /**
     * The largest value along one axis, which may count from the end; NaN if any value is; at a tie the first gets the
     * gradient.
     */
    Tensor max(int axis, boolean keepDims);

    /** The matrix product [m, k] · [k, n] → [m, n]. */
    Tensor matmul(Tensor other);

    /**
     * The squared distances of each row of this matrix to each row of another: [n, d], [m, d] → [n, m], ‖aᵢ − bⱼ‖² by
     * differences, so that small distances keep their digits.
     */
    default Tensor squaredDistances(Tensor other) {
        RowPairs.requireRows("squaredDistances", shape(), other.shape());
        return unsqueeze(1).sub(other.unsqueeze(0)).square().sum(2, false);
    }

    /**
     * The weighted sums of differences between rows, with this matrix as the weights: wᵢⱼ [n, m], x [n, d], y [m, d] → [n, d],
     * Σⱼ wᵢⱼ (xᵢ − yⱼ).
     */
    default Tensor weightedDifferences(Tensor x, Tensor y) {
        RowPairs.requireWeights(shape(), x.shape(), y.shape());
        return unsqueeze(2).mul(x.unsqueeze(1).sub(y.unsqueeze(0))).sum(1, false);
    }

    /** The axes in another order: axis i of the result is axis {@code order[i]} of this tensor. */
    Tensor transpose(int... order);

    /** The same values, in row-major order, in another shape of the same size. */
    Tensor reshape(Shape shape);

    /** This tensor broadcast to a larger shape by NumPy's rules. */
    Tensor expand(Shape shape);

    /** The value of a host function. This tensor is its first operand, the only one that gets a gradient. */
    default Tensor host(HostFunction function, Tensor... others) {
        List<Tensor> operands = IntStream.rangeClosed(0, others.length)
                .mapToObj(i -> i == 0 ? this : others[i - 1])
                .toList();
        List<Shape> shapes = operands.stream().map(Tensor::shape).toList();
        List<double[]> values = operands.stream().map(Tensor::toArray).toList();
        return array(function.evaluate(values, shapes, false).value(), function.shape(shapes));
    }

    // Everything below is written in the primitives, once for all implementations.

    default Tensor add(double other) {
        return add(constant(other));
    }

    default Tensor sub(double other) {
        return sub(constant(other));
    }

    default Tensor mul(double other) {
        return mul(constant(other));
    }

    default Tensor div(double other) {
        return div(constant(other));
    }

    default Tensor minimum(double other) {
        return minimum(constant(other));
    }

    default Tensor maximum(double other) {
        return maximum(constant(other));
    }

    default Tensor greater(double other) {
        return greater(constant(other));
    }

    default Tensor equal(double other) {
        return equal(constant(other));
    }

    default Tensor less(Tensor other) {
        return other.greater(this);
    }

    default Tensor less(double other) {
        return constant(other).greater(this);
    }

    default Tensor where(double whenTrue, Tensor otherwise) {
        return where(constant(whenTrue), otherwise);
    }

    default Tensor where(Tensor whenTrue, double otherwise) {
        return where(whenTrue, constant(otherwise));
    }

    /** 1 − x: the probability of the opposite, or the opposite mask. */
    default Tensor complement() {
        return constant(1).sub(this);
    }

    default Tensor square() {
        return mul(this);
    }

    /** max(x, 0); the gradient at 0 is 0. */
    default Tensor relu() {
        return maximum(0);
    }

    /** x clipped to [low, high]; the gradient is 0 outside and at both ends. */
    default Tensor clamp(double low, double high) {
        return maximum(low).minimum(high);
    }

    /** log σ(x), finite wherever x is. */
    default Tensor logSigmoid() {
        return neg().softplus().neg();
    }

    /** √x with the gradient 0 at 0, where that of {@link #sqrt} is infinite. */
    default Tensor safeSqrt() {
        Tensor zero = equal(0);
        return zero.where(0, zero.where(1, this).sqrt());
    }

    /** tanh x, accurate near 0, without overflow. */
    default Tensor tanh() {
        // −|x|, but with a slope at 0, where that of |x| is 0.
        Tensor positive = greater(0);
        Tensor decayed = positive.where(neg(), this).mul(2).expm1();
        Tensor negative = decayed.div(decayed.add(2));
        return positive.where(negative.neg(), negative);
    }

    /** log Γ(x) for x > 0; NaN elsewhere. */
    default Tensor logGamma() {
        return LogGamma.of(this);
    }

    /** The sum over all axes: []. */
    default Tensor sum() {
        return sum(IntStream.range(0, shape().rank()).toArray(), false);
    }

    /** The sum over one axis, which may count from the end. */
    default Tensor sum(int axis, boolean keepDims) {
        return sum(new int[] {shape().axis(axis)}, keepDims);
    }

    /** The sum over all axes but the first {@code leading}. */
    default Tensor sumAfter(int leading) {
        return sum(IntStream.range(leading, shape().rank()).toArray(), false);
    }

    /** The mean over all axes: []. */
    default Tensor mean() {
        return sum().div(shape().size());
    }

    /** The mean over one axis, which may count from the end. */
    default Tensor mean(int axis, boolean keepDims) {
        return sum(axis, keepDims).div(shape().extent(axis));
    }

    /** The smallest value along one axis, which may count from the end; at a tie the first gets the gradient. */
    default Tensor min(int axis, boolean keepDims) {
        return neg().max(axis, keepDims).neg();
    }

    /** log Σ eˣ over one axis, without overflow; an x of −∞ adds nothing to the sum. */
    default Tensor logSumExp(int axis, boolean keepDims) {
        int counted = shape().axis(axis);
        Tensor peak = finitePeak(counted);
        Tensor sum = sub(peak).exp().sum(counted, true).log().add(peak);
        return keepDims ? sum : sum.reshape(shape().without(counted));
    }

    /** x − log Σ eˣ over one axis: the logarithm of the softmax, accurate for any size of x. */
    default Tensor logSoftmax(int axis) {
        int counted = shape().axis(axis);
        Tensor shifted = sub(finitePeak(counted));
        return shifted.sub(shifted.exp().sum(counted, true).log());
    }

    private Tensor finitePeak(int axis) {
        Tensor peak = max(axis, true).stopGradient();
        return peak.equal(Double.NEGATIVE_INFINITY).where(0, peak);
    }

    /**
     * The one-hot encoding of this tensor of class indices, along a new axis in front of {@code axis}; all zeros where an
     * index is outside 0 … {@code classes} − 1.
     */
    default Tensor oneHot(int classes, int axis) {
        int rank = shape().rank();
        Shape along = Shape.of(classes).alignedLeft(rank + 1 - axis);
        return reshape(shape().inserted(axis, 1)).equal(arange(classes).reshape(along));
    }

    /** This tensor with a new axis of extent 1 in front of {@code axis}. */
    default Tensor unsqueeze(int axis) {
        return reshape(shape().inserted(axis, 1));
    }

    /** This tensor with axes of extent 1 appended up to {@code rank} axes, which aligns it with leading axes. */
    default Tensor alignLeft(int rank) {
        return rank == shape().rank() ? this : reshape(shape().alignedLeft(rank));
    }

    /** The matrix with its two axes exchanged. */
    default Tensor transpose() {
        if (shape().rank() != 2) {
            throw new IllegalArgumentException(
                    "transpose() wants a matrix, got " + shape() + "; name the order of the axes: transpose(1, 0, …)");
        }
        return transpose(1, 0);
    }

    /** The one value of a scalar, or of a tensor of one element. */
    default double item() {
        double[] values = toArray();
        if (values.length != 1) {
            throw new IllegalArgumentException("item() wants a tensor of one element, got " + shape() + " "
                    + Arrays.toString(Arrays.copyOf(values, Math.min(values.length, 4))));
        }
        return values[0];
    }
}
