package org.losses4j.dl4j;

import java.util.Arrays;
import org.losses4j.dl4j.internal.array.HostMemory;
import org.losses4j.dl4j.internal.array.Nd4jShapes;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Makes Deeplearning4j's masks of sequences that are padded at their end. */
public final class SequenceMasks {
    private SequenceMasks() {}

    /**
     * Makes a mask of features or labels from the lengths of sequences: 1 at the steps before each length, 0 from there on.
     *
     * <pre>{@code
     * INDArray mask = SequenceMasks.ofLengths(lengths, (int) features.size(2));
     * network.fit(new DataSet(features, labels, mask, mask));
     * }</pre>
     *
     * @param lengths the number of steps of each sequence before its padding, [N] or [N, 1]; whole numbers from 0 to {@code
     *     steps}, of any type
     * @param steps T, the number of steps that the sequences are padded to; at least 1
     * @return the mask, [N, T], in FLOAT
     * @throws IllegalArgumentException if a length or a shape is another; the message names got, wanted and the likely fix
     */
    public static INDArray ofLengths(INDArray lengths, int steps) {
        boolean column = lengths.rank() == 2 && lengths.size(1) == 1;
        if (lengths.rank() != 1 && !column) {
            throw new IllegalArgumentException("The lengths of sequences have the shape " + Nd4jShapes.of(lengths)
                    + ", wanted [N]: a number for each sequence");
        }
        if (steps < 1) {
            throw new IllegalArgumentException(
                    "Sequences are padded to at least 1 step, got " + steps + "; take the extent of the axis of steps");
        }
        INDArray valid = lengths.castTo(DataType.DOUBLE).reshape('c', lengths.length(), 1);
        if (!HostMemory.allMatch(valid, value -> value >= 0 && value <= steps && value == Math.rint(value))) {
            throw new IllegalArgumentException("The lengths of sequences must be whole numbers from 0 to " + steps
                    + ", the number of steps, got " + lengths + "; count the steps before the padding");
        }
        float[][] mask = new float[Math.toIntExact(valid.length())][steps];
        for (int n = 0; n < mask.length; n++) {
            Arrays.fill(mask[n], 0, valid.getInt(n, 0), 1);
        }
        return Nd4j.createFromArray(mask);
    }
}
