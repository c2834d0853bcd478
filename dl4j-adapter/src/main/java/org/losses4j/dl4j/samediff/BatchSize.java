package org.losses4j.dl4j.samediff;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.losses4j.dl4j.internal.array.Nd4jShapes;
import org.losses4j.tensor.Shape;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
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

    /** The scalar whose values at the known sizes are given. */
    SDVariable number(double[] values, DataType type) {
        BatchNumber number = BatchNumber.fit(sizes, values);
        if (number.isConstant()) {
            return sd.constant(Nd4j.scalar(type, number.c0()));
        }
        SDVariable polynomial = polynomial(
                new double[] {number.c0()}, new double[] {number.c1()}, new double[] {number.c2()});
        SDVariable scalar = sd.reshape(polynomial);
        SDVariable value = number.inverted() ? sd.math().reciprocal(scalar) : scalar;
        return type == DataType.DOUBLE ? value : value.castTo(type);
    }

    /** {@code x} in a shape whose extents at the known sizes are given. */
    SDVariable reshape(SDVariable x, List<Shape> targets) {
        long[] extents = Nd4jShapes.toArray(targets.get(0));
        int[] open = open(targets);
        if (open.length > 1) {
            return sd.reshape(x, shape(targets));
        }
        if (open.length == 1) {
            extents[open[0]] = -1;
        }
        return sd.reshape(x, extents);
    }

    /** A shape, as a vector of whole numbers. */
    SDVariable shape(List<Shape> targets) {
        return shapes.computeIfAbsent(targets, this::makeShape);
    }

    /** Whether a shape is the same at all sizes. */
    static boolean isFixed(List<Shape> targets) {
        return open(targets).length == 0;
    }

    private static int[] open(List<Shape> targets) {
        return IntStream.range(0, targets.get(0).rank())
                .filter(i -> targets.stream()
                        .anyMatch(shape -> shape.extent(i) != targets.get(0).extent(i)))
                .toArray();
    }

    private SDVariable makeShape(List<Shape> targets) {
        int rank = targets.get(0).rank();
        if (isFixed(targets)) {
            return sd.constant(Nd4j.createFromArray(
                    Nd4jShapes.toArray(targets.get(0))));
        }
        double[][] coefficients = new double[3][rank];
        for (int i = 0; i < rank; i++) {
            int extent = i;
            double[] extents =
                    targets.stream().mapToDouble(shape -> shape.extent(extent)).toArray();
            BatchNumber number = BatchNumber.fit(sizes, extents);
            coefficients[0][i] = number.c0() + 0.5; // the conversion to whole numbers cuts off
            coefficients[1][i] = number.c1();
            coefficients[2][i] = number.c2();
        }
        return polynomial(coefficients[0], coefficients[1], coefficients[2]).castTo(DataType.LONG);
    }

    private SDVariable polynomial(double[] c0, double[] c1, double[] c2) {
        boolean square = Arrays.stream(c2).anyMatch(c -> c != 0);
        SDVariable slope = square ? constants(c1).add(constants(c2).mul(size())) : constants(c1);
        return constants(c0).add(slope.mul(size()));
    }

    private SDVariable constants(double[] values) {
        return sd.constant(Nd4j.createFromArray(values));
    }

    private SDVariable size() {
        if (size == null) {
            if (input == null) {
                throw new IllegalStateException("The batch size is known");
            }
            size = sd.sizeAt(input, axis).castTo(DataType.DOUBLE);
        }
        return size;
    }
}
