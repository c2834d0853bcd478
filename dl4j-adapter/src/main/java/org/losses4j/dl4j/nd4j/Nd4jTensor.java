package org.losses4j.dl4j.nd4j;

import org.jspecify.annotations.Nullable;
import org.losses4j.dl4j.internal.array.Nd4jOps;
import org.losses4j.dl4j.internal.array.Nd4jShapes;
import org.losses4j.tensor.MixedTensors;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * An ND4J array as a {@link Tensor}: every operation computes at once, on any backend, in FLOAT or DOUBLE.
 *
 * <p>The array may have any order, strides and offset; it is never changed. Half precision and whole numbers are
 * computed in FLOAT, because ND4J's own half-precision kernels lose infinities and tell 0 from −0: cast the result back
 * where it is wanted.
 */
public final class Nd4jTensor implements Tensor {
    private final DataType type;
    private final Shape shape;
    // At most one of number and mask is set; the array is made of it when an operation needs it.
    private final @Nullable Double number;
    private final @Nullable INDArray mask;
    private @Nullable INDArray array;

    private Nd4jTensor(
            DataType type, Shape shape, @Nullable Double number, @Nullable INDArray mask, @Nullable INDArray array) {
        this.type = type;
        this.shape = shape;
        this.number = number;
        this.mask = mask;
        this.array = array;
    }

    /** A tensor over {@code array}, in the array's type if that is FLOAT or DOUBLE, else in FLOAT. */
    public static Nd4jTensor of(INDArray array) {
        return of(array, computedIn(array));
    }

    /** The type that operations on {@code array} compute in. */
    public static DataType computedIn(INDArray array) {
        return array.dataType() == DataType.DOUBLE ? DataType.DOUBLE : DataType.FLOAT;
    }

    /** A tensor over {@code array}, cast to {@code type} if it has another one. */
    public static Nd4jTensor of(INDArray array, DataType type) {
        return wrap(array.dataType() == type ? array : array.castTo(type));
    }

    private static Nd4jTensor wrap(INDArray array) {
        return new Nd4jTensor(array.dataType(), Nd4jShapes.of(array), null, null, array);
    }

    private Nd4jTensor ofMask(INDArray mask) {
        return new Nd4jTensor(type, Nd4jShapes.of(mask), null, mask, null);
    }

    /** The values as an ND4J array; it may share memory with what this tensor was made of. */
    public INDArray array() {
        if (array == null) {
            array = mask != null ? mask.castTo(type) : Nd4j.scalar(type, number());
        }
        return array;
    }

    private double number() {
        if (number == null) {
            throw new IllegalStateException("Neither a number nor an array");
        }
        return number;
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public double[] toArray() {
        return shape.size() == 0 ? new double[0] : array().dup('c').data().asDouble();
    }

    @Override
    public Tensor array(double[] values, Shape shape) {
        return wrap(
                shape.size() == 0
                        ? Nd4jOps.filled(type, shape, 0)
                        : Nd4j.create(values, Nd4jShapes.toArray(shape), type));
    }

    @Override
    public Tensor constant(double value) {
        return new Nd4jTensor(type, Shape.scalar(), value, null, null);
    }

    @Override
    public Tensor arange(int length) {
        double[] numbers = new double[length];
        java.util.Arrays.setAll(numbers, i -> i);
        return array(numbers, Shape.of(length));
    }

    @Override
    public Tensor stopGradient() {
        return this;
    }

    @Override
    public Tensor neg() {
        return map(INDArray::neg);
    }

    @Override
    public Tensor abs() {
        return map(x -> Transforms.abs(x, true));
    }

    @Override
    public Tensor sign() {
        return map(x -> Nd4jOps.keepNaN(x, Transforms.sign(x, true)));
    }

    @Override
    public Tensor exp() {
        return map(x -> Transforms.exp(x, true));
    }

    @Override
    public Tensor expm1() {
        return map(Nd4jOps::expm1);
    }

    @Override
    public Tensor log() {
        return map(x -> Transforms.log(x, true));
    }

    @Override
    public Tensor log1p() {
        return map(Nd4jOps::log1p);
    }

    @Override
    public Tensor sqrt() {
        return map(x -> Transforms.sqrt(x, true));
    }

    @Override
    public Tensor softplus() {
        return map(Nd4jOps::softplus);
    }

    @Override
    public Tensor sigmoid() {
        return map(x -> Transforms.sigmoid(x, true));
    }

    @Override
    public Tensor atan() {
        return map(x -> Transforms.atan(x, true));
    }

    @Override
    public Tensor pow(double exponent) {
        return map(x -> Transforms.pow(x, exponent, true));
    }

    @Override
    public Tensor add(Tensor other) {
        return zip(Nd4jBinary.ADD, other);
    }

    @Override
    public Tensor sub(Tensor other) {
        return zip(Nd4jBinary.SUBTRACT, other);
    }

    @Override
    public Tensor mul(Tensor other) {
        return zip(Nd4jBinary.MULTIPLY, other);
    }

    @Override
    public Tensor div(Tensor other) {
        return zip(Nd4jBinary.DIVIDE, other);
    }

    @Override
    public Tensor minimum(Tensor other) {
        return zip(Nd4jBinary.MINIMUM, other);
    }

    @Override
    public Tensor maximum(Tensor other) {
        return zip(Nd4jBinary.MAXIMUM, other);
    }

    @Override
    public Tensor greater(Tensor other) {
        return zip(Nd4jBinary.GREATER, other);
    }

    @Override
    public Tensor equal(Tensor other) {
        return zip(Nd4jBinary.EQUAL, other);
    }

    @Override
    public Tensor where(Tensor whenTrue, Tensor otherwise) {
        Nd4jTensor chosen = same(whenTrue);
        Nd4jTensor rest = same(otherwise);
        Shape target = Shape.broadcast(shape, Shape.broadcast(chosen.shape, rest.shape));
        if (target.size() == 0) {
            return wrap(Nd4jOps.filled(type, target, 0));
        }
        INDArray condition = Nd4jOps.expand(mask != null ? mask : array().neq(0), target);
        return wrap(Nd4jOps.select(condition, chosen.expanded(target), rest.expanded(target)));
    }

    @Override
    public Tensor sum(int[] axes, boolean keepDims) {
        Shape target = shape.reduced(axes, keepDims);
        if (axes.length == 0) {
            return this;
        }
        return wrap(
                shape.size() == 0
                        ? Nd4jOps.filled(type, target, 0)
                        : Nd4jOps.reshape(Nd4jOps.sum(array(), axes), target));
    }

    @Override
    public Tensor max(int axis, boolean keepDims) {
        Shape target = shape.reduced(new int[] {axis}, keepDims);
        return wrap(
                shape.size() == 0
                        ? Nd4jOps.filled(type, target, Double.NEGATIVE_INFINITY)
                        : Nd4jOps.reshape(Nd4jOps.max(array(), axis), target));
    }

    @Override
    public Tensor matmul(Tensor other) {
        Shape right = other.shape();
        if (shape.rank() != 2 || right.rank() != 2 || shape.extent(1) != right.extent(0)) {
            throw new IllegalArgumentException("matmul wants [m, k] and [k, n], got " + shape + " and " + right);
        }
        INDArray factor = same(other).array();
        return wrap(
                shape.size() == 0 || right.size() == 0
                        ? Nd4jOps.filled(type, Shape.of(shape.extent(0), right.extent(1)), 0)
                        : array().mmul(factor));
    }

    @Override
    public Tensor transpose(int... order) {
        Shape target =
                Shape.of(java.util.Arrays.stream(order).map(shape::extent).toArray());
        return shape.size() == 0
                ? wrap(Nd4jOps.filled(type, target, 0))
                : shape.rank() < 2 ? this : wrap(array().permute(order));
    }

    @Override
    public Tensor reshape(Shape target) {
        if (target.size() != shape.size()) {
            throw new IllegalArgumentException("The shape " + shape + " cannot be read as " + target);
        }
        if (target.equals(shape)) {
            return this;
        }
        if (shape.size() == 0) {
            return wrap(Nd4jOps.filled(type, target, 0));
        }
        return mask != null ? ofMask(Nd4jOps.reshape(mask, target)) : wrap(Nd4jOps.reshape(array(), target));
    }

    @Override
    public Tensor expand(Shape target) {
        if (!shape.broadcastsTo(target)) {
            throw new IllegalArgumentException("The shape " + shape + " does not broadcast to " + target);
        }
        return target.equals(shape) ? this : wrap(expanded(target));
    }

    @Override
    public String toString() {
        return "ND4J " + type + " " + shape;
    }

    private INDArray expanded(Shape target) {
        return number != null || target.size() == 0
                ? Nd4jOps.filled(type, target, number == null ? 0 : number)
                : Nd4jOps.expand(array(), target);
    }

    private Tensor map(java.util.function.UnaryOperator<INDArray> function) {
        return shape.size() == 0 ? this : wrap(function.apply(array()));
    }

    private Tensor zip(Nd4jBinary operation, Tensor second) {
        Nd4jTensor other = same(second);
        Shape target = Shape.broadcast(shape, other.shape);
        if (target.size() == 0) {
            return wrap(Nd4jOps.filled(type, target, 0));
        }
        INDArray result = other.number != null
                ? operation.withNumber(array(), other.number)
                : number != null
                        ? operation.ofNumber(number, other.array())
                        : operation.apply(array(), other.array(), target);
        return result.dataType() == DataType.BOOL ? ofMask(result) : wrap(result);
    }

    private Nd4jTensor same(Tensor other) {
        if (!(other instanceof Nd4jTensor tensor)) {
            throw MixedTensors.error(Nd4jTensor.class, other);
        }
        if (tensor.type != type) {
            throw new IllegalArgumentException("An operation on " + this + " got " + tensor
                    + "; bring all inputs of a loss to one data type first");
        }
        return tensor;
    }
}
