package org.losses4j.dl4j;

import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.losses4j.Loss;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.dl4j.internal.array.ArrayFingerprint;
import org.losses4j.dl4j.internal.layer.LastStep;
import org.losses4j.dl4j.internal.layer.Masks;
import org.losses4j.dl4j.internal.layer.OutputObjective;
import org.losses4j.dl4j.internal.layer.OutputPairing;
import org.losses4j.dl4j.nd4j.Nd4jExecution;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loss function that trains Deeplearning4j's own output layers on any objective of one prediction.
 *
 * <p>The layer hands over rows, [R, C], and divides the result by the number N of examples, so
 * {@code computeScore(…, false)} and the gradient are R times the objective. Under OutputLayer and LossLayer R is N, and
 * {@code score()} is the objective's value. Under recurrent and convolutional layers R is N times the number of steps or
 * pixels, and the layer still divides by N: {@link org.losses4j.Reduction#DL4J} then gives Deeplearning4j's usual sum over
 * steps, and a mean arrives multiplied by their number. {@link ObjectiveOutputLayer} knows N and has no such caveat.
 *
 * <p>Labels may have any data type. A mask of rows, or of single outputs, leaves out what it is 0 for, and is a weight
 * elsewhere. Where the layer's activation is the one that the loss contains, the loss reads the raw output in its stable
 * form. No array is changed or kept. The loss function is saved as the objective's text. Safe for several threads.
 */
public final class ObjectiveLoss implements ILossFunction {
    @Serial
    private static final long serialVersionUID = 1;

    private static final Logger LOG = LoggerFactory.getLogger(ObjectiveLoss.class);

    private final transient OutputObjective output;
    private final transient AtomicBoolean fractionReported = new AtomicBoolean();
    // Comparing each example with each takes far longer than reading them once more, to see whether they are the same.
    private final transient boolean comparesExamples;
    private final transient LastStep lastStep = new LastStep();

    /**
     * The loss function of an objective.
     *
     * @throws IllegalArgumentException if the objective cannot be saved, as a lambda cannot; does not reduce the batch; or
     *     needs more than one prediction and its labels
     */
    public ObjectiveLoss(Objective objective) {
        this(new OutputObjective(objective));
        List<String> lengths = output.roles().lengths();
        if (!lengths.isEmpty()) {
            throw new IllegalArgumentException(
                    objective.name() + ": Deeplearning4j's loss functions see neither sequences"
                            + " nor their lengths, " + lengths + ": use ObjectiveOutputLayer");
        }
        objective.spec();
    }

    private ObjectiveLoss(OutputObjective output) {
        this.output = output;
        this.comparesExamples =
                output.objective().roles().stream().anyMatch(role -> role.name().equals(Role.REFERENCE));
    }

    /** The loss function that a layer with an objective and an execution of its own returns from {@code getLossFn()}. */
    static ObjectiveLoss shown(Objective objective, Nd4jExecution execution) {
        return new ObjectiveLoss(new OutputObjective(objective, execution));
    }

    /** The loss function of {@code loss} as a mean over examples of means over outputs. */
    public ObjectiveLoss(Loss loss) {
        this(Objective.of(loss));
    }

    /** The loss function of a text: of a loss, such as {@code huber(delta=0.5)}, or of a whole objective. */
    @JsonCreator
    public static ObjectiveLoss parse(@JsonProperty("objective") String objective) {
        return new ObjectiveLoss(Objective.parse(objective));
    }

    /** The objective. */
    public Objective objective() {
        return output.objective();
    }

    /** The objective's text, which the loss function is saved as. */
    @JsonProperty("objective")
    public String text() {
        return objective().spec().toString();
    }

    @Override
    public double computeScore(
            INDArray labels, INDArray preOutput, IActivation activationFn, @Nullable INDArray mask, boolean average) {
        double value = lastStep.take(() -> contents(activationFn, preOutput, labels, mask))
                .orElseGet(() -> output.value(activationFn, preOutput, others(labels, activationFn, mask), false));
        return average ? value : value * preOutput.size(0);
    }

    /** The score of each row, [R, 1], scaled so that their sum is {@code computeScore(…, false)}. */
    @Override
    public INDArray computeScoreArray(
            INDArray labels, INDArray preOutput, IActivation activationFn, @Nullable INDArray mask) {
        return output.scores(activationFn, preOutput, others(labels, activationFn, mask));
    }

    @Override
    public INDArray computeGradient(
            INDArray labels, INDArray preOutput, IActivation activationFn, @Nullable INDArray mask) {
        Map<String, INDArray> others = others(labels, activationFn, mask);
        long rows = preOutput.size(0);
        if (!comparesExamples) {
            return output.gradient(activationFn, preOutput, others, rows);
        }
        OutputObjective.Trained trained = output.train(activationFn, preOutput, others, rows);
        lastStep.keep(contents(activationFn, preOutput, labels, mask), trained.value());
        return trained.gradient();
    }

    private static OptionalLong contents(IActivation activation, @Nullable INDArray... arrays) {
        OptionalLong contents = ArrayFingerprint.of(Arrays.asList(arrays));
        // Activations without parameters have the same hash code.
        long by = 31L * activation.getClass().hashCode() + activation.hashCode();
        return contents.isPresent() ? OptionalLong.of(contents.getAsLong() + by) : contents;
    }

    @Override
    public Pair<Double, INDArray> computeGradientAndScore(
            INDArray labels, INDArray preOutput, IActivation activationFn, @Nullable INDArray mask, boolean average) {
        long rows = preOutput.size(0);
        OutputObjective.Trained trained =
                output.train(activationFn, preOutput, others(labels, activationFn, mask), rows);
        return new Pair<>(average ? trained.value() : trained.value() * rows, trained.gradient());
    }

    @Override
    public String name() {
        return objective().name();
    }

    private Map<String, INDArray> others(@Nullable INDArray labels, IActivation activation, @Nullable INDArray mask) {
        Map<String, INDArray> others = new LinkedHashMap<>();
        output.roles().putLabels(others, name(), labels);
        if (mask != null) {
            check(activation, mask);
            Masks.put(others, mask, false);
        }
        return others;
    }

    private void check(IActivation activation, INDArray mask) {
        boolean perOutput = mask.rank() == 2 && mask.size(1) > 1;
        if (perOutput
                && activation instanceof ActivationSoftmax
                && !output.reading(activation).roles().keySet().equals(Set.of(OutputPairing.Form.RAW))) {
            throw new IllegalArgumentException(name() + ": under a mask per output, OutputLayer and LossLayer want"
                    + " different gradients through a softmax, and no loss function can tell which layer it serves: use"
                    + " ObjectiveOutputLayer");
        }
        if (!fractionReported.get() && Masks.isFractional(mask) && !fractionReported.getAndSet(true)) {
            LOG.warn(
                    "{}: the mask has values other than 0 and 1. OutputLayer and RnnOutputLayer multiply their raw output"
                            + " by it before the loss sees it, which is not what a weight does: use ObjectiveOutputLayer",
                    name());
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ObjectiveLoss loss && objective().equals(loss.objective());
    }

    @Override
    public int hashCode() {
        return objective().hashCode();
    }

    @Override
    public String toString() {
        return "ObjectiveLoss(" + text() + ")";
    }

    @Serial
    private Object writeReplace() {
        return new Saved(text());
    }

    private record Saved(String objective) implements Serializable {
        @Serial
        private Object readResolve() {
            return parse(objective);
        }
    }
}
