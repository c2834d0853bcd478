package org.losses4j.dl4j.conformance;

import org.jspecify.annotations.Nullable;
import org.losses4j.dl4j.internal.array.Nd4jShapes;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A small network around given inputs, to see what Deeplearning4j makes of an objective. */
interface TrialNetwork {

    /** The network's score. */
    double score();

    /** The scores of examples. */
    double[] scoresOfExamples();

    /** The score with all units masked but one. */
    double scoreOfUnit(Shape units, int index);

    /** The gradient of the score by an input. */
    INDArray gradient(String role);

    int examples();

    /** A mask that leaves one unit, with an axis in front for the one example if units have none. */
    static Tensor only(Shape units, int index, int rank) {
        double[] mask = new double[units.size()];
        mask[index] = 1;
        Shape shape = units;
        while (shape.rank() < rank) {
            shape = shape.inserted(0, 1);
        }
        return ReferenceTensor.of(mask, shape.toArray());
    }

    /** What a mask leaves of the unit that another one leaves; aligned with the leading axes of that. */
    static INDArray both(INDArray only, @Nullable INDArray given) {
        if (given == null) {
            return only;
        }
        Shape aligned = Nd4jShapes.of(given).trimmed().alignedLeft(only.rank());
        return only.mul(given.reshape('c', Nd4jShapes.toArray(aligned)));
    }
}
