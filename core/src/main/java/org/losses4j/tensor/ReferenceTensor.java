package org.losses4j.tensor;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A tensor of float64 values in a Java array, the oracle of all tests: each primitive runs at once, as the plainest loop. */
public final class ReferenceTensor implements Tensor {
    private final Shape shape;
    private final Supplier<double[]> source;
    private double @Nullable [] read;

    private ReferenceTensor(double[] values, Shape shape) {
        if (values.length != shape.size()) {
            throw new IllegalArgumentException(
                    "The shape " + shape + " holds " + shape.size() + " values, got " + values.length);
        }
        this.shape = shape;
        this.source = values::clone;
        this.read = values;
    }

    private ReferenceTensor(Shape shape, Supplier<double[]> source) {
        this.shape = shape;
        this.source = source;
    }

    /** A tensor of the given row-major values; they are copied. */
    public static ReferenceTensor of(double[] values, int... extents) {
        return new ReferenceTensor(values.clone(), Shape.of(extents));
    }

    /** A tensor whose row-major values are made when they are asked for, in a new array each time. */
    public static ReferenceTensor reading(Supplier<double[]> source, Shape shape) {
        return new ReferenceTensor(shape, source);
    }

    /** A scalar. */
    public static ReferenceTensor scalar(double value) {
        return new ReferenceTensor(new double[] {value}, Shape.scalar());
    }

    /** A vector. */
    public static ReferenceTensor vector(double... values) {
        return of(values, values.length);
    }

    /** A matrix of rows of equal length. */
    public static ReferenceTensor matrix(double[]... rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        return new ReferenceTensor(
                Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray(), Shape.of(rows.length, columns));
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public double[] toArray() {
        return read == null ? source.get() : read.clone();
    }

    private double[] values() {
        if (read == null) {
            read = source.get();
        }
        return read;
    }

    @Override
    public Tensor array(double[] values, Shape shape) {
        return new ReferenceTensor(values.clone(), shape);
    }

    @Override
    public Tensor constant(double value) {
        return scalar(value);
    }

    @Override
    public Tensor arange(int length) {
        double[] numbers = new double[length];
        Arrays.setAll(numbers, i -> i);
        return new ReferenceTensor(numbers, Shape.of(length));
    }

    @Override
    public Tensor stopGradient() {
        return this;
    }

    @Override
    public Tensor neg() {
        return map(x -> -x);
    }

    @Override
    public Tensor abs() {
        return map(Math::abs);
    }

    @Override
    public Tensor sign() {
        return map(Math::signum);
    }

    @Override
    public Tensor exp() {
        return map(Math::exp);
    }

    @Override
    public Tensor expm1() {
        return map(Math::expm1);
    }

    @Override
    public Tensor log() {
        return map(Math::log);
    }

    @Override
    public Tensor log1p() {
        return map(Math::log1p);
    }

    @Override
    public Tensor sqrt() {
        return map(Math::sqrt);
    }

    @Override
    public Tensor softplus() {
        return map(x -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))));
    }

    @Override
    public Tensor sigmoid() {
        return map(x -> {
            double e = Math.exp(-Math.abs(x));
            return (x < 0 ? e : 1) / (1 + e);
        });
    }

    @Override
    public Tensor atan() {
        return map(Math::atan);
    }

    @Override
    public Tensor pow(double exponent) {
        return map(x -> Math.pow(x, exponent));
    }

    @Override
    public Tensor add(Tensor other) {
        return zip(other, Double::sum);
    }

    @Override
    public Tensor sub(Tensor other) {
        return zip(other, (x, y) -> x - y);
    }

    @Override
    public Tensor mul(Tensor other) {
        return zip(other, (x, y) -> x * y);
    }

    @Override
    public Tensor div(Tensor other) {
        return zip(other, (x, y) -> x / y);
    }

    @Override
    public Tensor minimum(Tensor other) {
        return zip(other, Math::min);
    }

    @Override
    public Tensor maximum(Tensor other) {
        return zip(other, Math::max);
    }

    @Override
    public Tensor greater(Tensor other) {
        return zip(other, (x, y) -> x > y ? 1 : 0);
    }

    @Override
    public Tensor equal(Tensor other) {
        return zip(other, (x, y) -> x == y ? 1 : 0);
    }

    @Override
    public Tensor where(Tensor whenTrue, Tensor otherwise) {
        Shape target = Shape.broadcast(shape, Shape.broadcast(whenTrue.shape(), otherwise.shape()));
        double[] condition = expanded(target);
        double[] result = same(otherwise).expanded(target).clone();
        double[] chosen = same(whenTrue).expanded(target);
        for (int i = 0; i < result.length; i++) {
            if (condition[i] != 0) {
                result[i] = chosen[i];
            }
        }
        return new ReferenceTensor(result, target);
    }

    @Override
    public Tensor sum(int[] axes, boolean keepDims) {
        Shape kept = shape.reduced(axes, true);
        int[] at = broadcastIndices(kept, shape);
        double[] sums = new double[kept.size()];
        double[] values = values();
        for (int i = 0; i < values.length; i++) {
            sums[at[i]] += values[i];
        }
        return new ReferenceTensor(sums, shape.reduced(axes, keepDims));
    }

    @Override
    public Tensor max(int axis, boolean keepDims) {
        int[] axes = {axis};
        Shape kept = shape.reduced(axes, true);
        int[] at = broadcastIndices(kept, shape);
        double[] peaks = new double[kept.size()];
        Arrays.fill(peaks, Double.NEGATIVE_INFINITY);
        double[] values = values();
        for (int i = 0; i < values.length; i++) {
            peaks[at[i]] = Math.max(peaks[at[i]], values[i]);
        }
        return new ReferenceTensor(peaks, shape.reduced(axes, keepDims));
    }

    @Override
    public Tensor matmul(Tensor other) {
        Shape right = other.shape();
        if (shape.rank() != 2 || right.rank() != 2 || shape.extent(1) != right.extent(0)) {
            throw new IllegalArgumentException("matmul wants [m, k] and [k, n], got " + shape + " and " + right);
        }
        int m = shape.extent(0);
        int k = shape.extent(1);
        int n = right.extent(1);
        double[] a = values();
        double[] b = same(other).values();
        double[] product = new double[m * n];
        for (int row = 0; row < m; row++) {
            for (int inner = 0; inner < k; inner++) {
                for (int column = 0; column < n; column++) {
                    product[row * n + column] += a[row * k + inner] * b[inner * n + column];
                }
            }
        }
        return new ReferenceTensor(product, Shape.of(m, n));
    }

    @Override
    public Tensor transpose(int... order) {
        int[] extents = Arrays.stream(order).map(shape::extent).toArray();
        int[] strides = rowMajorStrides(shape);
        int[] moved = Arrays.stream(order).map(axis -> strides[axis]).toArray();
        Shape target = Shape.of(extents);
        int[] from = indices(target, moved);
        double[] values = values();
        double[] result = new double[values.length];
        Arrays.setAll(result, i -> values[from[i]]);
        return new ReferenceTensor(result, target);
    }

    @Override
    public Tensor reshape(Shape target) {
        return new ReferenceTensor(values(), target);
    }

    @Override
    public Tensor expand(Shape target) {
        if (!shape.broadcastsTo(target)) {
            throw new IllegalArgumentException("The shape " + shape + " does not broadcast to " + target);
        }
        return new ReferenceTensor(expanded(target), target);
    }

    @Override
    public String toString() {
        return shape + " " + Arrays.toString(values());
    }

    private Tensor map(DoubleUnaryOperator function) {
        // No streams: the engine computes single numbers this way in each step.
        double[] values = values();
        double[] result = new double[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = function.applyAsDouble(values[i]);
        }
        return new ReferenceTensor(result, shape);
    }

    private Tensor zip(Tensor other, DoubleBinaryOperator function) {
        Shape target = Shape.broadcast(shape, other.shape());
        double[] left = expanded(target);
        double[] right = same(other).expanded(target);
        double[] result = new double[left.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = function.applyAsDouble(left[i], right[i]);
        }
        return new ReferenceTensor(result, target);
    }

    private double[] expanded(Shape target) {
        double[] values = values();
        if (target.equals(shape)) {
            return values;
        }
        int[] from = broadcastIndices(shape, target);
        double[] result = new double[from.length];
        Arrays.setAll(result, i -> values[from[i]]);
        return result;
    }

    private static ReferenceTensor same(Tensor other) {
        if (other instanceof ReferenceTensor reference) {
            return reference;
        }
        throw MixedTensors.error(ReferenceTensor.class, other);
    }

    /** For each element of {@code target}, the index of the element of {@code source} that it is broadcast from. */
    private static int[] broadcastIndices(Shape source, Shape target) {
        int[] strides = rowMajorStrides(source);
        int shift = target.rank() - source.rank();
        int[] aligned = new int[target.rank()];
        for (int axis = 0; axis < source.rank(); axis++) {
            aligned[axis + shift] = source.extent(axis) == 1 ? 0 : strides[axis];
        }
        return indices(target, aligned);
    }

    private static int[] indices(Shape shape, int[] strides) {
        int[] indices = new int[shape.size()];
        int[] position = new int[shape.rank()];
        int index = 0;
        for (int i = 0; i < indices.length; i++) {
            indices[i] = index;
            for (int axis = shape.rank() - 1; axis >= 0; axis--) {
                index += strides[axis];
                if (++position[axis] < shape.extent(axis)) {
                    break;
                }
                index -= strides[axis] * position[axis];
                position[axis] = 0;
            }
        }
        return indices;
    }

    private static int[] rowMajorStrides(Shape shape) {
        int[] strides = new int[shape.rank()];
        int stride = 1;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= shape.extent(axis);
        }
        return strides;
    }
}
