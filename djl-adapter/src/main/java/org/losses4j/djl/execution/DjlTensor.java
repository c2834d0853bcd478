package org.losses4j.djl.execution;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.losses4j.djl.internal.array.DjlShapes;
import org.losses4j.djl.internal.array.GradientCarrier;
import org.losses4j.djl.internal.array.OwnedArrays;
import org.losses4j.tensor.HostFunction;
import org.losses4j.tensor.HostResult;
import org.losses4j.tensor.MixedTensors;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * A float32 or float64 DJL array as a {@link Tensor}. Every operation is computed at once; under a
 * {@link ai.djl.training.GradientCollector} DJL's own autograd differentiates it, to second order too.
 *
 * <p>Results belong to the manager of the tensor that the operation is called on.
 */
public final class DjlTensor implements Tensor {
    private final NDArray array;
    private final Shape shape;
    private final @Nullable NDArray condition;

    private DjlTensor(NDArray array) {
        this(array, null);
    }

    private DjlTensor(NDArray array, @Nullable NDArray condition) {
        this.array = array;
        this.shape = DjlShapes.of(array);
        this.condition = condition;
    }

    /**
     * The array as a tensor, without a copy.
     *
     * @throws IllegalArgumentException if the array holds neither float32 nor float64
     */
    public static DjlTensor of(NDArray array) {
        DataType type = array.getDataType();
        if (type != DataType.FLOAT32 && type != DataType.FLOAT64) {
            throw new IllegalArgumentException("A DjlTensor computes in float32 or float64, got " + type
                    + "; cast the array with toType, or leave it to ObjectiveLoss");
        }
        return new DjlTensor(array);
    }

    /** The array. */
    public NDArray array() {
        return array;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public double[] toArray() {
        if (array.getDataType() == DataType.FLOAT64) {
            return array.toDoubleArray();
        }
        float[] values = array.toFloatArray();
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }

    @Override
    public Tensor array(double[] values, Shape shape) {
        return new DjlTensor(OwnedArrays.create(array, values, shape));
    }

    @Override
    public Tensor constant(double value) {
        return new DjlTensor(OwnedArrays.scalar(array, value));
    }

    @Override
    public Tensor arange(int length) {
        NDArray numbers = manager().arange(0, length, 1, array.getDataType());
        return new DjlTensor(numbers.toDevice(array.getDevice(), false));
    }

    @Override
    public Tensor stopGradient() {
        return stopped();
    }

    @Override
    public Tensor neg() {
        return new DjlTensor(array.neg());
    }

    @Override
    public Tensor abs() {
        // PyTorch's abs has the slope 0 at NaN.
        return mul(sign());
    }

    @Override
    public Tensor sign() {
        return choose(array.neq(array), stopped(), new DjlTensor(array.sign()));
    }

    @Override
    public Tensor exp() {
        return new DjlTensor(array.exp());
    }

    @Override
    public Tensor expm1() {
        // The derivative is that of exp; its value is exchanged for tanh(x/2) · (eˣ + 1), which is accurate near 0.
        Tensor power = exp();
        Tensor still = power.stopGradient();
        Tensor half = new DjlTensor(((DjlTensor) stopGradient().div(2)).array.tanh());
        return still.equal(Double.POSITIVE_INFINITY)
                .where(power, power.sub(still).add(half.mul(still.add(1))));
    }

    @Override
    public Tensor log() {
        return new DjlTensor(array.log());
    }

    @Override
    public Tensor log1p() {
        // Kahan: log w of the rounded w = 1 + x, corrected for the rounding by a term without derivative.
        Tensor rounded = add(1);
        Tensor still = rounded.stopGradient();
        Tensor correctable = still.greater(0).mul(still.less(Double.POSITIVE_INFINITY));
        Tensor lost = stopGradient().sub(still.sub(1)).div(still);
        return rounded.log().add(correctable.where(lost, 0));
    }

    @Override
    public Tensor sqrt() {
        return new DjlTensor(array.sqrt());
    }

    @Override
    public Tensor softplus() {
        if (array.getDataType() == DataType.FLOAT32) {
            // PyTorch's softplus is x from 20 on, which float32 cannot tell from the exact value, nor the slope from 1.
            return new DjlTensor(Activation.softPlus(array));
        }
        // Two branches that agree at 0 in value and slope, each of them in e^−|x|.
        Tensor positive = greater(0);
        Tensor negated = positive.where(neg(), this);
        return positive.where(this, 0).add(negated.exp().log1p());
    }

    @Override
    public Tensor sigmoid() {
        // Two branches in e^−|x|, so that the slope keeps its precision where the value rounds to 1.
        Tensor positive = greater(0);
        Tensor decayed = positive.where(neg(), this).exp();
        return positive.where(1, decayed).div(decayed.add(1));
    }

    @Override
    public Tensor atan() {
        return new DjlTensor(array.atan());
    }

    @Override
    public Tensor pow(double exponent) {
        return new DjlTensor(array.pow(OwnedArrays.scalar(array, exponent)));
    }

    @Override
    public Tensor add(Tensor other) {
        return new DjlTensor(array.add(aligned(other)));
    }

    @Override
    public Tensor sub(Tensor other) {
        return new DjlTensor(array.sub(aligned(other)));
    }

    @Override
    public Tensor mul(Tensor other) {
        return new DjlTensor(array.mul(aligned(other)));
    }

    @Override
    public Tensor div(Tensor other) {
        return new DjlTensor(array.div(aligned(other)));
    }

    @Override
    public Tensor minimum(Tensor other) {
        NDArray right = aligned(other);
        return choose(array.lt(right).logicalOr(array.neq(array)), this, new DjlTensor(right));
    }

    @Override
    public Tensor maximum(Tensor other) {
        NDArray right = aligned(other);
        return choose(array.gt(right).logicalOr(array.neq(array)), this, new DjlTensor(right));
    }

    @Override
    public Tensor greater(Tensor other) {
        return flags(array.gt(aligned(other)));
    }

    @Override
    public Tensor equal(Tensor other) {
        return flags(array.eq(aligned(other)));
    }

    @Override
    public Tensor where(Tensor whenTrue, Tensor otherwise) {
        NDArray known = condition == null ? array.toType(DataType.BOOLEAN, false) : condition;
        return choose(known, same(whenTrue), same(otherwise));
    }

    @Override
    public Tensor sum(int[] axes, boolean keepDims) {
        return axes.length == 0 ? this : new DjlTensor(array.sum(axes, keepDims));
    }

    @Override
    public Tensor max(int axis, boolean keepDims) {
        Shape kept = shape.reduced(new int[] {axis}, true);
        if (shape.extent(axis) == 0) {
            return constant(Double.NEGATIVE_INFINITY).expand(keepDims ? kept : shape.without(axis));
        }
        NDArray first = array.argMax(axis).reshape(DjlShapes.toDjl(kept));
        Tensor peak = new DjlTensor(array.gather(first, axis));
        return keepDims ? peak : peak.reshape(shape.without(axis));
    }

    @Override
    public Tensor logSoftmax(int axis) {
        return new DjlTensor(array.logSoftmax(shape.axis(axis)));
    }

    @Override
    public Tensor matmul(Tensor other) {
        DjlTensor right = same(other);
        if (shape.rank() != 2 || right.shape.rank() != 2 || shape.extent(1) != right.shape.extent(0)) {
            throw new IllegalArgumentException("matmul wants [m, k] and [k, n], got " + shape + " and " + right.shape);
        }
        return new DjlTensor(array.matMul(right.array));
    }

    @Override
    public Tensor transpose(int... order) {
        return new DjlTensor(array.transpose(order));
    }

    @Override
    public Tensor reshape(Shape target) {
        if (target.size() != shape.size()) {
            throw new IllegalArgumentException("The shape " + shape + " cannot be read as " + target);
        }
        return new DjlTensor(array.reshape(DjlShapes.toDjl(target)));
    }

    @Override
    public Tensor expand(Shape target) {
        if (!shape.broadcastsTo(target)) {
            throw new IllegalArgumentException("The shape " + shape + " does not broadcast to " + target);
        }
        return shape.equals(target) ? this : new DjlTensor(array.broadcast(DjlShapes.toDjl(target)));
    }

    @Override
    public Tensor host(HostFunction function, Tensor... others) {
        List<Tensor> operands =
                Stream.concat(Stream.of(this), Arrays.stream(others)).toList();
        HostResult result = function.evaluate(
                operands.stream().map(Tensor::toArray).toList(),
                operands.stream().map(Tensor::shape).toList(),
                true);
        Shape units = function.shape(operands.stream().map(Tensor::shape).toList());
        double[] slope = result.gradient().orElseThrow();
        int[] inner = IntStream.range(units.rank(), shape.rank()).toArray();
        NDArray gradient = OwnedArrays.create(array, slope, shape);
        return new DjlTensor(new GradientCarrier(units, List.of(inner))
                .carry(array, List.of(array), List.of(gradient), result.value()));
    }

    @Override
    public String toString() {
        return "DJL " + array.getDataType() + " " + shape;
    }

    /** A tensor with 1 where a condition holds, else 0. */
    private DjlTensor flags(NDArray holds) {
        return new DjlTensor(holds.toType(array.getDataType(), false), holds);
    }

    private DjlTensor stopped() {
        return new DjlTensor(array.stopGradient());
    }

    private NDManager manager() {
        return array.getManager();
    }

    /** The other operand's array, as a broadcasting operation takes it. */
    private NDArray aligned(Tensor other) {
        DjlTensor right = same(other);
        Shape.broadcast(shape, right.shape);
        return right.array;
    }

    private static Tensor choose(NDArray condition, DjlTensor whenTrue, DjlTensor otherwise) {
        Shape target = Shape.broadcast(DjlShapes.of(condition), Shape.broadcast(whenTrue.shape, otherwise.shape));
        NDArray full =
                DjlShapes.of(condition).equals(target) ? condition : condition.broadcast(DjlShapes.toDjl(target));
        return new DjlTensor(NDArrays.where(
                full, ((DjlTensor) whenTrue.expand(target)).array, ((DjlTensor) otherwise.expand(target)).array));
    }

    private static DjlTensor same(Tensor other) {
        if (other instanceof DjlTensor tensor) {
            return tensor;
        }
        throw MixedTensors.error(DjlTensor.class, other);
    }
}
