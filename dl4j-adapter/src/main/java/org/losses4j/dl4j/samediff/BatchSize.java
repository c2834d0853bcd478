package org.losses4j.dl4j.samediff;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.losses4j.dl4j.internal.array.Nd4jShapes;
import org.losses4j.tensor.Shape;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Numbers and shapes of a formula in a graph whose batch size is open: those that depend on the size are computed from it by
 * the graph itself.
 */
final class BatchSize {
    private final SameDiff sd;
    private final double[] sizes;
    private final @Nullable SDVariable input;
    private final int axis;
    private final Map<List<Shape>, SDVariable> shapes = new HashMap<>();
    private final Map<BatchNumber, SDVariable> numbers = new HashMap<>();
    private @Nullable SDVariable size;

    /**
     * A batch size.
     *
     * @param sizes the sizes that shapes and numbers are known for; one if the size is known
     * @param input an input with the size as one of its extents; null if the size is known
     */
    BatchSize(SameDiff sd, double[] sizes, @Nullable SDVariable input, int axis) {
        this.sd = sd;
        this.sizes = sizes;
        this.input = input;
        this.axis = axis;
    }

    /** The number whose values at the known sizes are given: a scalar of a floating-point type. */
    SDVariable number(double[] values, DataType type) {
        BatchNumber number = BatchNumber.fit(sizes, values);
        return number.isConstant() ? sd.constant(Nd4j.scalar(type, number.c0())) : number(number, type);
    }

    /** {@code x} in a shape whose extents at the known sizes are given. */
    SDVariable reshape(SDVariable x, List<Shape> targets) {
        long[] extents = Nd4jShapes.toArray(targets.get(0));
        int[] open = IntStream.range(0, extents.length)
                .filter(i -> targets.stream().anyMatch(shape -> shape.extent(i) != extents[i]))
                .toArray();
        if (open.length > 1) {
            return sd.reshape(x, shape(targets));
        }
        if (open.length == 1) {
            extents[open[0]] = -1;
        }
        return sd.reshape(x, extents);
    }

    /**
     * An input that cannot come in another shape than it is made for: SameDiff takes arrays of any shape for a placeholder, which
     * would be broadcast.
     */
    SDVariable enforce(SDVariable variable, List<Shape> shapes) {
        boolean given = variable.getVariableType() == VariableType.PLACEHOLDER;
        return given ? reshape(variable, shapes) : variable;
    }

    /** A shape, as a vector of whole numbers. */
    SDVariable shape(List<Shape> targets) {
        return shapes.computeIfAbsent(targets, this::makeShape);
    }

    private SDVariable makeShape(List<Shape> targets) {
        Shape first = targets.get(0);
        if (targets.stream().allMatch(first::equals)) {
            return sd.constant(Nd4j.createFromArray(Nd4jShapes.toArray(first)));
        }
        SDVariable[] extents = IntStream.range(0, first.rank())
                .mapToObj(axis -> BatchNumber.fit(
                        sizes,
                        targets.stream()
                                .mapToDouble(shape -> shape.extent(axis))
                                .toArray()))
                .map(this::extent)
                .toArray(SDVariable[]::new);
        return sd.stack(0, extents);
    }

    private SDVariable extent(BatchNumber extent) {
        if (extent.isConstant()) {
            return sd.constant(Nd4j.scalar((long) extent.c0()));
        }
        if (extent.isSize()) {
            return size();
        }
        // The conversion cuts off.
        return number(extent, DataType.DOUBLE).add(0.5).castTo(DataType.LONG);
    }

    private SDVariable number(BatchNumber number, DataType type) {
        // FLOAT cannot tell large sizes.
        SDVariable value = numbers.computeIfAbsent(number, this::makeNumber);
        return type == DataType.DOUBLE ? value : value.castTo(type);
    }

    private SDVariable makeNumber(BatchNumber number) {
        SDVariable n = size().castTo(DataType.DOUBLE);
        SDVariable value = number.c2() == 0
                ? times(n, number.c1())
                : n.mul(times(n, number.c2()).add(number.c1()));
        value = number.c0() == 0 ? value : value.add(number.c0());
        return number.inverted() ? sd.math().reciprocal(value) : value;
    }

    private static SDVariable times(SDVariable n, double factor) {
        return factor == 1 ? n : n.mul(factor);
    }

    private SDVariable size() {
        if (size == null) {
            if (input == null) {
                throw new IllegalStateException("The batch size is known");
            }
            size = sd.sizeAt(input, axis);
        }
        return size;
    }
}
