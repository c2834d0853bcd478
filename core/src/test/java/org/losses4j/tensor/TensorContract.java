package org.losses4j.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every implementation of {@link Tensor} must do. */
public abstract class TensorContract implements TensorFactory {

    /** How far a result may be off, as a share of it. */
    protected double tolerance() {
        return 1e-12;
    }

    static List<Primitive> primitives() {
        return Primitives.all();
    }

    @ParameterizedTest
    @MethodSource("primitives")
    void computesAndDifferentiatesAsTheReferenceDoes(Primitive primitive) {
        primitive.check(this, tolerance());
    }

    @Test
    void keepsValuesInRowMajorOrder() {
        Tensor matrix = create(new double[] {1, 2, 3, 4, 5, 6}, Shape.of(2, 3));
        assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, matrix.toArray());
        assertArrayEquals(new double[] {1, 4, 2, 5, 3, 6}, matrix.transpose().toArray());
        assertArrayEquals(
                new double[] {1, 4, 2, 5, 3, 6},
                matrix.transpose().reshape(Shape.of(6)).toArray());
    }

    @Test
    void makesConstantsRangesAndArraysOfItsOwnKind() {
        Tensor any = create(new double[] {7}, Shape.of(1));
        assertEquals(2.5, any.constant(2.5).item());
        assertEquals(Shape.scalar(), any.constant(2.5).shape());
        assertArrayEquals(new double[] {0, 1, 2}, any.arange(3).toArray());
        assertArrayEquals(
                new double[] {1, 2, 3, 4},
                any.array(new double[] {1, 2, 3, 4}, Shape.of(2, 2)).toArray());
        assertEquals(any.getClass(), any.constant(1).getClass());
    }

    @Test
    void takesScalars() {
        Tensor scalar = create(new double[] {3}, Shape.scalar());
        assertEquals(Shape.scalar(), scalar.shape());
        assertEquals(9, scalar.square().item());
        assertEquals(3, scalar.sum().item());
        assertEquals(Shape.of(2, 2), scalar.expand(Shape.of(2, 2)).shape());
        assertEquals(
                Shape.of(2),
                scalar.add(create(new double[] {1, 2}, Shape.of(2))).shape());
    }

    @Test
    void takesEmptyTensors() {
        Tensor empty = create(new double[0], Shape.of(0, 3));
        assertEquals(Shape.of(0, 3), empty.exp().shape());
        assertEquals(Shape.of(0, 3), empty.add(1).shape());
        assertEquals(0, empty.sum().item());
        assertArrayEquals(new double[3], empty.sum(new int[] {0}, false).toArray());
        assertEquals(Shape.of(0), empty.sum(1, false).shape());
        assertEquals(0, empty.toArray().length);
    }

    @Test
    void refusesShapesThatDoNotBroadcast() {
        Tensor two = create(new double[] {1, 2}, Shape.of(2));
        Tensor three = create(new double[] {1, 2, 3}, Shape.of(3));
        assertThrows(IllegalArgumentException.class, () -> two.add(three));
        assertThrows(IllegalArgumentException.class, () -> two.reshape(Shape.of(3)));
        assertThrows(IllegalArgumentException.class, () -> two.expand(Shape.of(4)));
        assertThrows(IllegalArgumentException.class, () -> two.matmul(three));
    }

    @Test
    void refusesTensorsOfAnotherKind() {
        Tensor mine = create(new double[] {1, 2}, Shape.of(2));
        Tensor foreign = new ForeignTensor(ReferenceTensor.vector(1, 2)).asTensor();
        IllegalArgumentException error = assertThrows(IllegalArgumentException.class, () -> mine.add(foreign));
        assertTrue(error.getMessage().contains("bring all inputs of a loss into one framework"), error.getMessage());
    }

    @Test
    void evaluatesHostFunctions() {
        Tensor x = create(new double[] {1, 2, 3, 4}, Shape.of(2, 2));
        assertArrayEquals(new double[] {5, 25}, x.host(new SumOfSquares()).toArray());
    }

    /** Σ x² of each row, as a host function. */
    public record SumOfSquares() implements HostFunction {
        @Override
        public Shape shape(List<Shape> operands) {
            return operands.get(0).leading(1);
        }

        @Override
        public void evaluate(List<double[]> operands, List<Shape> shapes, HostResult result) {
            double[] x = operands.get(0);
            int width = shapes.get(0).extent(1);
            for (int i = 0; i < x.length; i++) {
                result.value()[i / width] += x[i] * x[i];
            }
            result.gradient().ifPresent(gradient -> Arrays.setAll(gradient, i -> 2 * x[i]));
        }
    }
}
