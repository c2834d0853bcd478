package org.losses4j.dl4j.samediff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.custom.BitCast;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastTo;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What SameDiff and its operations do wrong, or not at all, and {@link SameDiffObjective} therefore does another way. A test that
 * fails here may tell of a release that has mended the fault.
 */
class SameDiffFaultsTest {
    private final SameDiff sd = SameDiff.create();

    private double[] value(UnaryOperator<SDVariable> function, double... x) {
        SDVariable variable = sd.var("x", Nd4j.createFromArray(x));
        return function.apply(variable).eval().toDoubleVector();
    }

    private double[] gradient(UnaryOperator<SDVariable> function, double... x) {
        SDVariable variable = sd.var("x", Nd4j.createFromArray(x));
        function.apply(variable).sum().markAsLoss();
        return sd.calculateGradients(Map.of(), "x").get("x").toDoubleVector();
    }

    private SDVariable scalar(double value) {
        return sd.constant(Nd4j.scalar(value));
    }

    @Test
    void whereHasNoDerivative() {
        assertThrows(
                RuntimeException.class, () -> gradient(x -> sd.where(x, sd.zerosLike(x), sd.gt(x, scalar(0))), 1, -1));
    }

    @Test
    void broadcastToHasNoDerivative() {
        assertThrows(
                UnsupportedOperationException.class,
                () -> gradient(
                        x -> new BroadcastTo(sd, x, sd.constant(Nd4j.createFromArray(3L, 2L))).outputVariable(), 1, 2));
    }

    /** The gradient of x + stop(log x) is 1 everywhere. */
    @Test
    void stopGradientMultipliesByZero() {
        double[] gradient = gradient(x -> x.add(new StopGradient(sd, sd.math().log(x)).outputVariable()), 0, 1);
        assertArrayEquals(new double[] {Double.NaN, 1}, gradient);
    }

    @Test
    void stopGradientDoesNotSaveFromMissingDerivatives() {
        assertThrows(
                RuntimeException.class,
                () -> gradient(
                        x -> x.add(new StopGradient(sd, sd.where(x, sd.zerosLike(x), sd.gt(x, scalar(0))))
                                .outputVariable()),
                        1,
                        -1));
    }

    /** Both derivatives together are 1 at a tie. */
    @Test
    void minimumCountsTiesTwice() {
        assertArrayEquals(new double[] {2}, gradient(x -> sd.min(x, x.mul(1)), 3));
    }

    /** {@link GraphOps#carry} needs this: at a tie, the first operand gets the gradient. */
    @Test
    void maximumGivesTiesToTheFirst() {
        assertArrayEquals(new double[] {1, 1, 0, 0}, gradient(x -> sd.max(x, scalar(0)), 0, 2, -1, Double.NaN));
    }

    @Test
    void maximumAndMinimumLoseNaN() {
        assertArrayEquals(new double[] {0, 2}, value(x -> sd.max(x, scalar(0)), Double.NaN, 2));
        assertArrayEquals(
                new double[] {0},
                sd.min(sd.constant(Nd4j.createFromArray(Double.NaN)), scalar(0))
                        .eval()
                        .toDoubleVector());
    }

    @Test
    void theLargestOfAnAxisLosesNaN() {
        assertArrayEquals(new double[] {3}, value(x -> sd.max(x, true, 0), Double.NaN, 3));
    }

    @Test
    void smallNumbersAreLostInLog1pExpm1AndSign() {
        assertEquals(0, value(x -> sd.math().log1p(x), 1e-17)[0]);
        assertEquals(
                0,
                sd.math().expm1(sd.constant(Nd4j.createFromArray(1e-17))).eval().getDouble(0));
        assertEquals(
                0,
                sd.math()
                        .sign(sd.constant(Nd4j.createFromArray(Double.NaN)))
                        .eval()
                        .getDouble(0));
    }

    /** By NumPy's rules the sum has the shape [1, 3]. */
    @Test
    void anOperandOfOneElementLosesItsAxes() {
        SDVariable row = sd.constant(Nd4j.createFromArray(1.0, 2.0, 3.0));
        SDVariable one = sd.constant(Nd4j.createFromArray(new double[][] {{5}}));
        assertArrayEquals(new long[] {3}, row.add(one).eval().shape());
    }

    @Test
    void matricesCannotBeReducedAlongAnAxisOfOne() {
        SDVariable column = sd.constant(Nd4j.ones(DataType.DOUBLE, 3, 1));
        assertThrows(NullPointerException.class, () -> sd.sum(column, false, 1).eval());
        assertThrows(NullPointerException.class, () -> sd.max(column, true, 1).eval());
    }

    @Test
    void expandDimsLosesTheAxisOfOneElement() {
        SDVariable one = sd.constant(Nd4j.ones(DataType.DOUBLE, 1, 1));
        assertArrayEquals(new long[] {1, 1}, sd.expandDims(one, 0).eval().shape());
    }

    @Test
    void whereDoesNotBroadcast() {
        assertThrows(RuntimeException.class, () -> value(x -> sd.where(x, scalar(0), sd.gt(x, scalar(0))), 1, 2));
    }

    @Test
    void bitCastDoesNotLookAtItsTypeInput() {
        SDVariable x = sd.var("x", Nd4j.createFromArray(1.0));
        SDVariable cast = new BitCast(sd, x, sd.constant(Nd4j.scalar(DataType.LONG.toInt()))).outputVariable();
        assertEquals(DataType.UNKNOWN, cast.dataType());
    }

    @Test
    void placeholdersTakeArraysOfOtherShapes() {
        SDVariable x = sd.placeHolder("x", DataType.DOUBLE, -1, 2);
        SDVariable y = sd.placeHolder("y", DataType.DOUBLE, -1, 2);
        Map<String, INDArray> wrong =
                Map.of("x", Nd4j.ones(DataType.DOUBLE, 3, 2), "y", Nd4j.ones(DataType.DOUBLE, 3, 1));
        assertDoesNotThrow(() -> sd.outputSingle(wrong, x.add(y).name()));
    }

    @Test
    void computedVariablesHaveNoShape() {
        assertNull(sd.var("x", Nd4j.createFromArray(1.0)).mul(2).getShape());
    }

    @Test
    void gradientsOfPlaceholdersNeedAFunctionMadeBefore() {
        SDVariable x = sd.placeHolder("x", DataType.DOUBLE, 1);
        x.mul(x).sum().markAsLoss();
        Map<String, INDArray> arrays = Map.of("x", Nd4j.createFromArray(3.0));
        SameDiff prepared = sd.dup();
        assertThrows(IllegalStateException.class, () -> sd.calculateGradients(arrays, "x"));
        prepared.createGradFunction("x");
        assertEquals(6, prepared.calculateGradients(arrays, "x").get("x").getDouble(0));
    }
}
