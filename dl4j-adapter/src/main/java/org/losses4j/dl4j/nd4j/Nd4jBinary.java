package org.losses4j.dl4j.nd4j;

import java.util.function.BiFunction;
import org.losses4j.dl4j.internal.array.Nd4jOps;
import org.losses4j.dl4j.internal.array.Nd4jShapes;
import org.losses4j.tensor.Shape;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Operations on two arrays, or faster on an array and a number. Comparisons give BOOL. */
enum Nd4jBinary {
    ADD("add", INDArray::add, INDArray::add),
    SUBTRACT("subtract", INDArray::sub, INDArray::rsub),
    MULTIPLY("multiply", INDArray::mul, INDArray::mul),
    DIVIDE("divide", INDArray::div, INDArray::rdiv),
    MINIMUM("minimum", Nd4jBinary::min, Nd4jBinary::min),
    MAXIMUM("maximum", Nd4jBinary::max, Nd4jBinary::max),
    GREATER("greater", INDArray::gt, INDArray::lt),
    EQUAL("equals", INDArray::eq, INDArray::eq);

    private final String operation;
    private final BiFunction<INDArray, Number, INDArray> withNumber;
    private final BiFunction<INDArray, Number, INDArray> ofNumber;

    Nd4jBinary(
            String operation,
            BiFunction<INDArray, Number, INDArray> withNumber,
            BiFunction<INDArray, Number, INDArray> ofNumber) {
        this.operation = operation;
        this.withNumber = withNumber;
        this.ofNumber = ofNumber;
    }

    /** array ∘ number. */
    INDArray withNumber(INDArray array, double number) {
        return withNumber.apply(array, number);
    }

    /** number ∘ array. */
    INDArray ofNumber(double number, INDArray array) {
        return ofNumber.apply(array, number);
    }

    /** a ∘ b, both broadcast to {@code target}. */
    INDArray apply(INDArray a, INDArray b, Shape target) {
        boolean comparison = this == GREATER || this == EQUAL;
        INDArray result =
                Nd4j.createUninitialized(comparison ? DataType.BOOL : a.dataType(), Nd4jShapes.toArray(target), 'c');
        Nd4j.exec(DynamicCustomOp.builder(operation)
                .addInputs(ranked(a, b, target), ranked(b, a, target))
                .addOutputs(result)
                .build());
        // The native kernels take the second operand wherever the comparison fails, so they lose the first one's NaN.
        return this == MINIMUM || this == MAXIMUM ? Nd4jOps.keepNaN(Nd4jOps.expand(a, target), result) : result;
    }

    /**
     * The array with all axes of {@code target} where ND4J would drop some: it takes an operand of one element for a
     * scalar, and so loses that operand's axes of 1 in front of an array of fewer axes.
     */
    private static INDArray ranked(INDArray array, INDArray other, Shape target) {
        boolean loses = other.length() == 1 && array.rank() < other.rank();
        return loses ? array.reshape('c', Nd4jShapes.toArray(target)) : array;
    }

    private static INDArray min(INDArray array, Number number) {
        return withNumber(array, number, Transforms.min(array, number.doubleValue(), true));
    }

    private static INDArray max(INDArray array, Number number) {
        return withNumber(array, number, Transforms.max(array, number.doubleValue(), true));
    }

    private static INDArray withNumber(INDArray array, Number number, INDArray result) {
        return Double.isNaN(number.doubleValue())
                ? Nd4jOps.filled(array.dataType(), Nd4jShapes.of(array), Double.NaN)
                : Nd4jOps.keepNaN(array, result);
    }
}
