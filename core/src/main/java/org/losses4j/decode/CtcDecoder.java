package org.losses4j.decode;

import java.util.ArrayList;
import java.util.List;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** Finds likely label sequences in the output of a network trained with CTC, which has the classes' scores for each frame. */
public interface CtcDecoder {

    /**
     * Decodes one example.
     *
     * @param logProbabilities the log-probabilities of the classes in each frame, [T][C]
     * @return hypotheses, the most likely first; at least one
     */
    List<Hypothesis> decode(double[][] logProbabilities);

    /**
     * Decodes a batch.
     *
     * @param logits [N, T, C] on any kind of tensor; log-probabilities are logits too
     * @param lengths the number of frames of each example, 0 to T; T if left out
     * @return for each example the hypotheses, the most likely first
     * @throws IllegalArgumentException if the shape or a length does not fit
     */
    default List<List<Hypothesis>> decode(Tensor logits, int... lengths) {
        Shape shape = logits.shape();
        if (shape.rank() != 3) {
            throw new IllegalArgumentException("CTC decoding wants logits [N, T, C], got " + shape);
        }
        int examples = shape.extent(0);
        int frames = shape.extent(1);
        if (lengths.length != 0 && lengths.length != examples) {
            throw new IllegalArgumentException(
                    "CTC decoding wants a length for each of " + examples + " examples, got " + lengths.length);
        }
        double[] normalised = ReferenceTensor.of(logits.toArray(), shape.toArray())
                .logSoftmax(2)
                .toArray();
        List<List<Hypothesis>> decoded = new ArrayList<>();
        for (int n = 0; n < examples; n++) {
            int length = lengths.length == 0 ? frames : lengths[n];
            if (length < 0 || length > frames) {
                throw new IllegalArgumentException(
                        "CTC decoding: the length of example " + n + " must be 0 to " + frames + ", got " + length);
            }
            decoded.add(decode(rows(normalised, n * frames, length, shape.extent(2))));
        }
        return decoded;
    }

    private static double[][] rows(double[] values, int first, int rows, int width) {
        double[][] cut = new double[rows][width];
        for (int t = 0; t < rows; t++) {
            System.arraycopy(values, (first + t) * width, cut[t], 0, width);
        }
        return cut;
    }
}
