package org.losses4j.loss.sequence;

import org.losses4j.Activation;
import org.losses4j.Inputs;
import org.losses4j.LossDescription;
import org.losses4j.Require;
import org.losses4j.Role;
import org.losses4j.Shapes;
import org.losses4j.Task;
import org.losses4j.loss.internal.Probabilities;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * Connectionist temporal classification: the negative log-likelihood of a label sequence under all its alignments.
 *
 * <p>−log Σ Π_t softmax(prediction_t)_{a_t} over the alignments a that become the target when repeats are merged and
 * blanks dropped; prediction [N, T, C], target [N, L] of class indices without blanks, {@code input_lengths} and {@code
 * target_lengths} [N], T and L if left out → [N]. Frames and labels beyond the lengths do not matter. A target that does not
 * fit into its frames (equal neighbours need a blank between them) has the value ∞ and the gradient 0.
 *
 * <p>Computed by a host function: forward-backward in float64, O(N·T·(C + L)) time, O(T·L) memory for each example, examples in
 * parallel. It sums up scaled probabilities, and goes over to log space for examples that a double's range is too small for.
 *
 * <p>A. Graves et al., "Connectionist Temporal Classification", ICML 2006.
 *
 * @param blank the class that stands for no label, within 0 … C − 1; default 0
 * @param zeroInfinity whether a target that does not fit has the value 0 instead; default false
 * @param normaliseByTargetLength whether each value is divided by its target's length (by 1 if that is 0), as PyTorch's
 *     mean does; default false
 * @param fromLogits whether the prediction is logits, or log-probabilities, which are logits too (default), or
 *     probabilities
 */
public record Ctc(int blank, boolean zeroInfinity, boolean normaliseByTargetLength, boolean fromLogits)
        implements LabelSequenceLoss {
    private static final String NAME = "ctc";

    public Ctc {
        Require.check(blank >= 0, NAME, "blank", blank, "a class index ≥ 0");
    }

    public Ctc() {
        this(0, false, false, true);
    }

    @Override
    public int fewestFrames() {
        return 0;
    }

    @Override
    public void check(Shapes shapes) {
        Shape prediction = shapes.get(Role.PREDICTION);
        Shape target = shapes.get(Role.TARGET);
        if (prediction.rank() != 3) {
            throw new IllegalArgumentException(
                    NAME + ": the input 'prediction' has the shape " + prediction + ", wanted [N, T, C]");
        }
        if (target.rank() != 2) {
            throw new IllegalArgumentException(NAME + ": the input 'target' has the shape " + target
                    + ", wanted [N, L]: class indices, padded to the longest, with target_lengths");
        }
        int classes = prediction.extent(2);
        Require.check(blank < classes, NAME, "blank", blank, "one of the " + classes + " classes of " + prediction);
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor prediction = inputs.get(Role.PREDICTION);
        Tensor targetLengths = Labels.lengths(inputs, Labels.TARGET_LENGTHS, Role.TARGET);
        Tensor loss = (fromLogits ? prediction : Probabilities.log(prediction, 0))
                .host(
                        new CtcForwardBackward(blank),
                        inputs.get(Role.TARGET),
                        Labels.lengths(inputs, Labels.INPUT_LENGTHS, Role.PREDICTION),
                        targetLengths);
        Tensor counted = zeroInfinity ? loss.equal(Double.POSITIVE_INFINITY).where(0, loss) : loss;
        return normaliseByTargetLength ? counted.div(targetLengths.maximum(1)) : counted;
    }

    @Override
    public LossDescription description() {
        return new LossDescription(
                Task.SEQUENCE,
                "The likelihood of a label sequence under all its alignments with the frames.",
                "−log Σ over alignments of Π_t softmax(prediction_t)",
                fromLogits ? Activation.IDENTITY : Activation.SOFTMAX,
                fromLogits ? Activation.SOFTMAX : Activation.IDENTITY,
                "A. Graves et al., Connectionist Temporal Classification, 2006");
    }
}
