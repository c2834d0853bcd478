package org.losses4j.dl4j.internal.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.dl4j.internal.array.ArrayFingerprint;
import org.losses4j.dl4j.internal.array.ChannelsLast;
import org.losses4j.dl4j.internal.array.Nd4jShapes;
import org.losses4j.execution.CrossBatchMemory;
import org.nd4j.common.primitives.Pair;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The runtime of a layer that computes an objective of its output.
 *
 * <p>It extends Deeplearning4j's runtime of output layers, so that Deeplearning4j treats it as one of them: it checks the
 * configuration where a network is built or evaluated, and refuses to freeze the layer.
 */
abstract class ObjectiveLayerRuntime extends OutputLayer {
    private final transient OutputObjective output;
    private @Nullable INDArray inputMask;

    ObjectiveLayerRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        this.output = output(configuration());
        // Warnings about a poor pairing are logged before the training, not in it.
        output.reading(activation());
        if (dataType != DataType.DOUBLE) {
            output.expect(activation(), !channelsLast());
        }
    }

    private static OutputObjective output(ObjectiveConfiguration configuration) {
        Objective objective = configuration.objective();
        OptionalInt held = configuration.crossBatchMemory();
        return new OutputObjective(
                objective,
                configuration.newExecution(),
                held.isPresent() ? Optional.of(new CrossBatchMemory(objective, held.getAsInt())) : Optional.empty());
    }

    final ObjectiveConfiguration configuration() {
        return (ObjectiveConfiguration) conf().getLayer();
    }

    /** The layer's configuration: {@code layerConf()} would cast it to OutputLayer's, which always has weights. */
    private BaseOutputLayer layer() {
        return (BaseOutputLayer) conf().getLayer();
    }

    final IActivation activation() {
        return layer().getActivationFn();
    }

    /** The output before the activation, channels last. */
    abstract INDArray raw(boolean training, LayerWorkspaceMgr workspaceMgr);

    boolean channelsLast() {
        return configuration().channelsLast();
    }

    /** Tells {@code rnnTimeStep} that a single step of [N, C, 1] is to be given as [N, C]. */
    @Override
    public Type type() {
        return channelsLast() ? Type.FEED_FORWARD : Type.RECURRENT;
    }

    /** The value, and the gradient of N times the objective by the raw output, channels last, as updaters divide by N. */
    final OutputObjective.Trained train(INDArray raw) {
        requireWholeSequences();
        return checked(raw.shape(), inputs -> output.train(activation(), raw, inputs, raw.size(0)));
    }

    /** The gradient of {@link #train} without the value. */
    final INDArray rawGradient(INDArray raw) {
        requireWholeSequences();
        return checked(raw.shape(), inputs -> output.gradient(activation(), raw, inputs, raw.size(0)));
    }

    /** The objective's value. */
    double value(boolean training, LayerWorkspaceMgr workspaceMgr) {
        INDArray raw = raw(training, workspaceMgr);
        return checked(raw.shape(), inputs -> output.value(activation(), raw, inputs, training));
    }

    /** The fingerprint of all that the value is computed from: {@code parameters}, input, labels and masks. */
    final OptionalLong contents(@Nullable INDArray... parameters) {
        List<@Nullable INDArray> arrays = new ArrayList<>(Arrays.asList(parameters));
        arrays.addAll(Arrays.asList(input, labels, maskArray, inputMask));
        return ArrayFingerprint.of(arrays);
    }

    @Override
    public final double computeScore(double fullNetworkRegScore, boolean training, LayerWorkspaceMgr workspaceMgr) {
        double value = value(training, workspaceMgr);
        score = (conf().isMiniBatch() ? value : value * input.size(0)) + fullNetworkRegScore;
        return score;
    }

    @Override
    public INDArray computeScoreForExamples(double fullNetworkRegScore, LayerWorkspaceMgr workspaceMgr) {
        INDArray raw = raw(false, workspaceMgr);
        INDArray scores = checked(raw.shape(), inputs -> output.scores(activation(), raw, inputs));
        return workspaceMgr.leverageTo(ArrayType.ACTIVATIONS, scores.addi(fullNetworkRegScore));
    }

    @Override
    public void computeGradientAndScore(LayerWorkspaceMgr workspaceMgr) {
        gradient = backpropGradient(null, workspaceMgr).getFirst();
        computeScore(0, true, workspaceMgr);
    }

    /**
     * Runs a computation on the layer's labels and masks by role.
     *
     * @param shape the shape of the raw output, channels last
     * @throws DL4JInvalidInputException naming loss, role, got, wanted, the likely fix and the layer
     */
    <T> T checked(long[] shape, Function<Map<String, INDArray>, T> computation) {
        String loss = output.objective().name();
        try {
            return computation.apply(new LayerInputs(labels, maskArray, inputMask)
                    .byRole(output.roles(), loss, configuration().countsMasked(), channelsLast(), shape));
        } catch (IllegalArgumentException e) {
            String order = shape.length > 2 && !channelsLast() ? "; shapes are given with the channels last" : "";
            String reason = labelsLackSteps(shape)
                    ? labelsOfOtherSteps(loss, shape) + order
                    : otherLabels(loss, shape).orElse(e.getMessage() + order);
            throw new DL4JInvalidInputException(reason + " " + layerId(), e);
        }
    }

    /** What is wrong with labels of another shape than that of an output [N, C, …], in which both are told as they are. */
    private Optional<String> otherLabels(String loss, long[] shape) {
        Role target = output.roles().target();
        boolean same = target != null && target.extent() == Role.ShapeRule.SAME;
        if (!same || channelsLast() || shape.length < 3 || labels == null) {
            return Optional.empty();
        }
        int[] order = ChannelsLast.backOrder(shape.length);
        long[] wanted = Arrays.stream(order).mapToLong(axis -> shape[axis]).toArray();
        if (Arrays.equals(labels.shape(), wanted)) {
            return Optional.empty();
        }
        String fix = Arrays.equals(labels.shape(), shape)
                ? "; their channels are last: give labels.permute("
                        + Arrays.stream(order).mapToObj(Integer::toString).collect(Collectors.joining(", ")) + ")"
                : labels.length() == ArrayUtil.prodLong(wanted) ? "; reshape them to " + Arrays.toString(wanted) : "";
        return Optional.of(loss + ": the labels have the shape " + Nd4jShapes.of(labels) + ", wanted "
                + Arrays.toString(wanted) + ", the shape of the output" + fix);
    }

    /** Whether the labels have no axis of steps, or have all steps of sequences of which the network sees only a part. */
    private boolean labelsLackSteps(long[] shape) {
        Role target = output.roles().target();
        boolean byStep =
                target != null && (target.extent() == Role.ShapeRule.SAME || target.extent() == Role.ShapeRule.ROWS);
        return byStep
                && labels != null
                && shape.length == 3
                && labels.rank() <= 2
                && labels.length() != shape[0] * shape[1];
    }

    private String labelsOfOtherSteps(String loss, long[] shape) {
        boolean byExample = labels.rank() == 2 && labels.size(1) == shape[2];
        return loss + ": the labels have the shape " + Nd4jShapes.of(labels) + " for an output of "
                + Arrays.toString(shape)
                + (!byExample && labels.length() > shape[0] * shape[1]
                        ? "; truncated back-propagation through time splits labels of three axes only: give class indices"
                                + " as [N, 1, T]"
                        : "; the layer gives an output for each step, as RnnOutputLayer does: for one of the whole sequence"
                                + " wrap the layer before it in LastTimeStep, or put a GlobalPoolingLayer between them");
    }

    private void requireWholeSequences() {
        if (!output.roles().lengths().isEmpty() && TruncatedBackpropagation.isRunning()) {
            throw new DL4JInvalidInputException(
                    TruncatedBackpropagation.refusal(output.objective().name()) + " " + layerId());
        }
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
        INDArray raw = raw(training, workspaceMgr);
        INDArray activated = activation().getActivation(ChannelsLast.rows(raw), training);
        INDArray placed = ChannelsLast.back(ChannelsLast.unrows(activated, raw), channelsLast());
        return workspaceMgr.leverageTo(ArrayType.ACTIVATIONS, placed);
    }

    @Override
    public INDArray activate(INDArray input, boolean training, LayerWorkspaceMgr workspaceMgr) {
        setInput(input, workspaceMgr);
        return activate(training, workspaceMgr);
    }

    @Override
    public @Nullable Pair<INDArray, MaskState> feedForwardMaskArray(
            @Nullable INDArray maskArray, MaskState currentMaskState, int minibatchSize) {
        this.inputMask = maskArray;
        return null;
    }

    @Override
    public void clear() {
        super.clear();
        inputMask = null;
    }

    @Override
    public boolean needsLabels() {
        return output.roles().target() != null;
    }

    @Deprecated
    @Override
    public int numLabels() {
        return Math.toIntExact(layer().getNOut());
    }
}
