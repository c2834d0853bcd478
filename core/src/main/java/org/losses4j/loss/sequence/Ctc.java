package org.losses4j.loss.sequence;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.losses4j.Activation;
import org.losses4j.AllowedValues;
import org.losses4j.Inputs;
import org.losses4j.Loss;
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
        implements Loss {
    private static final String NAME = "ctc";
    private static final String INPUT_LENGTHS = "input_lengths";
    private static final String TARGET_LENGTHS = "target_lengths";

    public Ctc {
        Require.check(blank >= 0, NAME, "blank", blank, "a class index ≥ 0");
    }

    public Ctc() {
        this(0, false, false, true);
    }

    @Override
    public List<Role> roles() {
        Role inputLengths = Role.given(INPUT_LENGTHS, Role.ShapeRule.EXAMPLES);
        Role targetLengths = Role.given(TARGET_LENGTHS, Role.ShapeRule.EXAMPLES);
        return List.of(
                Role.prediction(),
                Role.given(Role.TARGET, Role.ShapeRule.BATCH),
                inputLengths.of(AllowedValues.COUNTS).orNone(),
                targetLengths.of(AllowedValues.COUNTS).orNone());
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
    public AllowedValues values(Role role, Shapes shapes) {
        return switch (role.name()) {
            case INPUT_LENGTHS -> length(shapes, Role.PREDICTION, "frames");
            case TARGET_LENGTHS -> length(shapes, Role.TARGET, "labels");
            default -> role.values();
        };
    }

    private static AllowedValues length(Shapes shapes, String of, String what) {
        Shape shape = shapes.get(of);
        int most = shape.extent(1);
        return new AllowedValues(
                0,
                most,
                true,
                null,
                "lengths from 0 to " + most,
                "the array '" + of + "' " + shape + " holds no more than " + most + " " + what,
                false);
    }

    @Override
    public Optional<Consumer<Inputs>> valueCheck() {
        return Optional.of(this::checkLabels);
    }

    private void checkLabels(Inputs inputs) {
        Shape prediction = inputs.get(Role.PREDICTION).shape();
        AllowedValues labels = AllowedValues.classIndex(prediction.extent(2), null);
        double[] target = inputs.get(Role.TARGET).toArray();
        double[] lengths = lengths(inputs, TARGET_LENGTHS, Role.TARGET).toArray();
        Optional<double[]> mask = inputs.find(Role.MASK).map(Tensor::toArray);
        int longest = inputs.get(Role.TARGET).shape().extent(1);
        for (int n = 0; n < lengths.length; n++) {
            boolean kept = mask.isEmpty() || mask.get()[mask.get().length == 1 ? 0 : n] != 0;
            for (int i = 0; kept && i < lengths[n]; i++) {
                double label = target[n * longest + i];
                if (!labels.allow(label) || label == blank) {
                    throw new IllegalArgumentException(NAME + ": the input 'target' must be "
                            + labels.wanted() + " and not the blank, " + blank + ", got " + label + " at [" + n + ", "
                            + i + "]; set target_lengths for padding, and blank to the class that is no label");
                }
            }
        }
    }

    private static Tensor lengths(Inputs inputs, String role, String of) {
        Shape shape = inputs.get(of).shape();
        return inputs.find(role).orElseGet(() -> {
            double[] full = new double[shape.extent(0)];
            Arrays.fill(full, shape.extent(1));
            return inputs.any().array(full, Shape.of(full.length));
        });
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor prediction = inputs.get(Role.PREDICTION);
        Tensor targetLengths = lengths(inputs, TARGET_LENGTHS, Role.TARGET);
        Tensor loss = (fromLogits ? prediction : Probabilities.log(prediction, 0))
                .host(
                        new CtcForwardBackward(blank),
                        inputs.get(Role.TARGET),
                        lengths(inputs, INPUT_LENGTHS, Role.PREDICTION),
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
