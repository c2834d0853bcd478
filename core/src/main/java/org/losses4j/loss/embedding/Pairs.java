package org.losses4j.loss.embedding;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.losses4j.AllowedValues;
import org.losses4j.Inputs;
import org.losses4j.Role;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * The pairs of labelled embeddings and what they are compared with, the references, as 0/1 matrices [N, R]; masked examples are in
 * none. The references are the batch itself, or are given, with the batch as the first N of them.
 *
 * @param positive two different examples of the same class
 * @param negative two examples of different classes
 * @param examples the number of examples that are not masked, a scalar
 */
record Pairs(Tensor positive, Tensor negative, Tensor examples) {
    static final String EMBEDDING = "embedding";

    static List<Role> roles() {
        return List.of(
                Role.trained(EMBEDDING, Role.ShapeRule.FIRST).alias(Role.PREDICTION),
                Role.given(Role.TARGET, Role.ShapeRule.EXAMPLES).of(AllowedValues.CLASS_NUMBERS),
                Role.trained(Role.REFERENCE, Role.ShapeRule.FREE).orNone(),
                Role.given(Role.REFERENCE_TARGET, Role.ShapeRule.FREE)
                        .of(AllowedValues.CLASS_NUMBERS)
                        .orNone());
    }

    static Pairs of(Inputs inputs) {
        Tensor target = inputs.get(Role.TARGET);
        Tensor ofReferences = inputs.find(Role.REFERENCE_TARGET).orElse(target);
        int n = target.shape().extent(0);
        int references = ofReferences.shape().extent(0);
        Tensor same = target.unsqueeze(1).equal(ofReferences.unsqueeze(0));
        Tensor index = target.arange(n);
        Tensor others =
                index.unsqueeze(1).equal(target.arange(references).unsqueeze(0)).complement();
        Optional<Tensor> mask = inputs.find(Role.MASK).map(kept -> kept.expand(Shape.of(n)));
        Tensor present = mask.map(kept ->
                        kept.unsqueeze(1).mul(ofReferences(kept, references).unsqueeze(0)))
                .orElseGet(() -> target.constant(1));
        return new Pairs(
                same.mul(others).mul(present),
                same.complement().mul(present),
                mask.map(Tensor::sum).orElseGet(() -> target.constant(n)));
    }

    /** The mask of the batch, [N], for its references, of which those behind the batch are not masked: [R]. */
    private static Tensor ofReferences(Tensor mask, int references) {
        int n = mask.shape().extent(0);
        if (references == n) {
            return mask;
        }
        Tensor index = mask.arange(references);
        Tensor ofBatch = index.unsqueeze(1).equal(mask.arange(n).unsqueeze(0));
        return ofBatch.where(mask.unsqueeze(0), 0).sum(1, false).add(index.greater(n - 1));
    }

    /** The distances of each embedding to each reference: [N, R]. */
    static Tensor distances(Inputs inputs, Distance distance) {
        Tensor embedding = inputs.get(EMBEDDING);
        return distance.between(embedding, inputs.find(Role.REFERENCE).orElse(embedding));
    }

    /** The cosines of the angles between each embedding and each reference, [N, R]; 0 for a vector of length 0. */
    static Tensor cosines(Inputs inputs) {
        Tensor embedding = inputs.get(EMBEDDING);
        return Vectors.cosines(embedding, inputs.find(Role.REFERENCE).orElse(embedding));
    }

    /** The sums over each anchor's positive pairs, scaled so that the mean over anchors is the mean over all such pairs. */
    Tensor meanOverPositivePairs(Tensor ofPairs) {
        return overPositivePairs(positive.where(ofPairs, 0).sum(1, false));
    }

    /** Whether each anchor has a pair among these, 1 or 0: [N, N] → [N]. */
    static Tensor any(Tensor pairs) {
        return pairs.max(1, false);
    }

    /** log Σ eˣ over each anchor's pairs among these, [N, N] → [N]; 0 if it has none. */
    static Tensor logSumExp(Tensor pairs, Tensor x) {
        Tensor some = pairs.max(1, true);
        return some.where(pairs.where(x, Double.NEGATIVE_INFINITY), 0).logSumExp(1, false);
    }

    /** Sums over each anchor's positive pairs, scaled so that the mean over anchors is the mean over all such pairs. */
    Tensor overPositivePairs(Tensor sums) {
        return sums.mul(examples.div(positive.sum().maximum(1)));
    }

    /** Checks that the unmasked references are of at least two classes: with one there are no negative pairs. */
    static void checkClasses(String loss, Inputs inputs) {
        double[] labels = inputs.find(Role.REFERENCE_TARGET)
                .orElse(inputs.get(Role.TARGET))
                .toArray();
        Optional<double[]> mask = inputs.find(Role.MASK).map(Tensor::toArray);
        double[] present = IntStream.range(0, labels.length)
                .filter(i -> mask.isEmpty() || isKept(mask.get(), i))
                .mapToDouble(i -> labels[i])
                .toArray();
        if (present.length > 0 && Arrays.stream(present).distinct().count() == 1) {
            throw new IllegalArgumentException(
                    loss + ": all " + present.length + " examples of this batch are of class " + (long) present[0]
                            + ", wanted at least two classes: shuffle, enlarge or balance the batches, and leave out a last one"
                            + " that is too small");
        }
    }

    /** The places, among so many from {@code first} on, of the pairs that are 1 and not 0. */
    static int[] chosen(double[] pairs, int first, int references) {
        int count = 0;
        for (int i = first; i < first + references; i++) {
            count += pairs[i] == 0 ? 0 : 1;
        }
        int[] chosen = new int[count];
        int next = 0;
        for (int i = first; next < count; i++) {
            if (pairs[i] != 0) {
                chosen[next++] = i;
            }
        }
        return chosen;
    }

    private static boolean isKept(double[] mask, int reference) {
        return reference >= mask.length ? mask.length > 1 || mask[0] != 0 : mask[reference] != 0;
    }
}
