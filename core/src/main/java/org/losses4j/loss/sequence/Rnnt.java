package org.losses4j.loss.sequence;

import org.losses4j.Activation;
import org.losses4j.Inputs;
import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.Role;
import org.losses4j.Shapes;
import org.losses4j.Task;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * Transducer loss (RNN-T): the negative log-likelihood of a label sequence under all its alignments, in a model whose next label depends
 * on the labels before.
 *
 * <p>−log Σ Π p over the ways from frame 0 and no label to the blank behind the last frame and all labels, on which each step is
 * a blank, to the next frame, or the next label, p = softmax(prediction) along the classes; prediction [N, T, U + 1, C] for each frame
 * and each number of labels before, target [N, U] of class indices without blanks, {@code input_lengths} (≥ 1) and {@code
 * target_lengths} [N], T and U if left out → [N]. What is beyond the lengths does not matter and has the gradient 0. A sequence without
 * any way, as under logits of −∞, has the value ∞ and the gradient 0.
 *
 * <p>Computed by a host function: forward-backward in float64 and log space, O(N·T·U·C) time, O(T·U) memory for each example, examples in
 * parallel.
 *
 * <p>A. Graves, "Sequence Transduction with Recurrent Neural Networks", 2012, arXiv:1211.3711.
 *
 * @param blank the class that stands for going to the next frame, within 0 … C − 1; default 0
 */
public record Rnnt(int blank) implements LabelSequenceLoss {
    private static final String NAME = "rnnt";

    public Rnnt {
        Require.check(blank >= 0, NAME, "blank", blank, "a class index ≥ 0");
    }

    public Rnnt() {
        this(0);
    }

    @Override
    public int fewestFrames() {
        return 1;
    }

    @Override
    public void check(Shapes shapes) {
        Shape prediction = shapes.get(Role.PREDICTION);
        Shape target = shapes.get(Role.TARGET);
        if (prediction.rank() != 4 || prediction.extent(2) < 2) {
            throw new IllegalArgumentException(NAME + ": the input 'prediction' has the shape " + prediction
                    + ", wanted [N, T, U + 1, C] with U ≥ 1: where there are no labels, pad the targets to one and give"
                    + " target_lengths");
        }
        if (target.rank() != 2 || target.extent(1) != prediction.extent(2) - 1) {
            throw new IllegalArgumentException(NAME + ": the input 'target' has the shape " + target + ", wanted "
                    + Shape.of(prediction.extent(0), prediction.extent(2) - 1) + " for the prediction " + prediction
                    + ": class indices, padded to the longest, with target_lengths; the prediction has one row more, for"
                    + " no label before");
        }
        int classes = prediction.extent(3);
        Require.check(blank < classes, NAME, "blank", blank, "one of the " + classes + " classes of " + prediction);
    }

    @Override
    public Tensor formula(Inputs inputs) {
        return inputs.get(Role.PREDICTION)
                .host(
                        new TransducerForwardBackward(blank),
                        inputs.get(Role.TARGET),
                        Labels.lengths(inputs, Labels.INPUT_LENGTHS, Role.PREDICTION),
                        Labels.lengths(inputs, Labels.TARGET_LENGTHS, Role.TARGET));
    }

    @Override
    public LossDescription description() {
        return LossDescription.ofLogits(
                Task.SEQUENCE,
                "The likelihood of a label sequence whose labels depend on those before, under all alignments.",
                "−log Σ over alignments of Π softmax(prediction_{t,u})",
                Activation.SOFTMAX,
                "A. Graves, Sequence Transduction with Recurrent Neural Networks, 2012, arXiv:1211.3711");
    }
}
