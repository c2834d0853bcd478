package org.losses4j.dl4j.conformance;

import org.jspecify.annotations.Nullable;
import org.losses4j.dl4j.internal.array.Nd4jShapes;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A small network around given inputs, which computes an objective through Deeplearning4j. */
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

    /** A mask that is 1 for one unit and 0 for all others, with axes of 1 in front up to {@code rank}. */
    static Tensor only(Shape units, int index, int rank) {
        double[] mask = new double[units.size()];
        mask[index] = 1;
        Shape shape = units;
        while (shape.rank() < rank) {
            shape = shape.inserted(0, 1);
        }
        return ReferenceTensor.of(mask, shape.toArray());
    }

    /**
     * The product of a mask that leaves one unit and the given mask, whose axes are aligned with the leading axes of the
     * first.
     */
    static INDArray both(INDArray only, @Nullable INDArray given) {
        if (given == null) {
            return only;
        }
        Shape aligned = Nd4jShapes.of(given).trimmed().alignedLeft(only.rank());
        return only.mul(given.reshape('c', Nd4jShapes.toArray(aligned)));
    }
}
