package org.losses4j.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * A layer at work that puts an objective behind its raw output.
 *
 * @param <C> its configuration
 */
abstract class ObjectiveLayer<C extends BaseObjectiveLayer> extends BaseLayer<C> implements IOutputLayer {
    private final transient OutputObjective output;
    private @Nullable INDArray labels;
    private @Nullable INDArray inputMask;

    ObjectiveLayer(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        this.output = new OutputObjective(layerConf().objective());
    }

    /** The output before the activation, channels last. */
    abstract INDArray raw(boolean training, LayerWorkspaceMgr workspaceMgr);

    boolean channelsLast() {
        return layerConf().channelsLast();
    }

    /** The value, and the gradient of N times the objective by the raw output, channels last, as updaters divide by N. */
    final OutputObjective.Trained train(INDArray raw) {
        return checked(raw.shape(), inputs -> output.train(layerConf().getActivationFn(), raw, inputs, raw.size(0)));
    }

    /** The gradient alone. */
    final INDArray rawGradient(INDArray raw) {
        return checked(raw.shape(), inputs -> output.gradient(layerConf().getActivationFn(), raw, inputs, raw.size(0)));
    }

    /** The objective's value. */
    double value(boolean training, LayerWorkspaceMgr workspaceMgr) {
        INDArray raw = raw(training, workspaceMgr);
        return checked(raw.shape(), inputs -> output.value(layerConf().getActivationFn(), raw, inputs));
    }

    /** All that the value is computed from, with the parameters. */
    final OptionalLong contents(INDArray... parameters) {
        List<@Nullable INDArray> arrays = new ArrayList<>(Arrays.asList(parameters));
        arrays.addAll(Arrays.asList(input, labels, maskArray, inputMask));
        return Contents.of(arrays);
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
        INDArray scores =
                checked(raw.shape(), inputs -> output.scores(layerConf().getActivationFn(), raw, inputs));
        return workspaceMgr.leverageTo(ArrayType.ACTIVATIONS, scores.addi(fullNetworkRegScore));
    }

    @Override
    public void computeGradientAndScore(LayerWorkspaceMgr workspaceMgr) {
        gradient = backpropGradient(null, workspaceMgr).getFirst();
        computeScore(0, true, workspaceMgr);
    }

    /**
     * A computation on the layer's labels and masks by role.
     *
     * @param shape of the raw output, channels last
     * @throws DL4JInvalidInputException naming loss, role, got, wanted, the likely fix and the layer
     */
    <T> T checked(long[] shape, Function<Map<String, INDArray>, T> computation) {
        String loss = output.objective().name();
        try {
            return computation.apply(new LayerInputs(labels, maskArray, inputMask)
                    .byRole(output.roles(), loss, layerConf().maskUse(), channelsLast(), shape));
        } catch (IllegalArgumentException e) {
            String order = shape.length > 2 && !channelsLast() ? "; shapes are given with the channels last" : "";
            throw new DL4JInvalidInputException(e.getMessage() + order + " " + layerId(), e);
        }
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
        INDArray raw = raw(training, workspaceMgr);
        INDArray activated = layerConf().getActivationFn().getActivation(ChannelsLast.rows(raw), training);
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
        labels = null;
        inputMask = null;
    }

    @Override
    public boolean needsLabels() {
        return output.roles().target() != null;
    }

    @Override
    public void setLabels(@Nullable INDArray labels) {
        this.labels = labels;
    }

    @Override
    public @Nullable INDArray getLabels() {
        return labels;
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    @Override
    public double f1Score(DataSet data) {
        return f1Score(data.getFeatures(), data.getLabels());
    }

    @Override
    public double f1Score(INDArray examples, INDArray labels) {
        Evaluation evaluation = new Evaluation();
        evaluation.eval(labels, activate(examples, false, LayerWorkspaceMgr.noWorkspacesImmutable()));
        return evaluation.f1();
    }

    @Deprecated
    @Override
    public int numLabels() {
        return Math.toIntExact(layerConf().getNOut());
    }

    @Override
    public int[] predict(INDArray examples) {
        return activate(examples, false, LayerWorkspaceMgr.noWorkspacesImmutable())
                .argMax(1)
                .toIntVector();
    }

    @Override
    public List<String> predict(DataSet dataSet) {
        List<String> names = new ArrayList<>();
        for (int index : predict(dataSet.getFeatures())) {
            names.add(dataSet.getLabelName(index));
        }
        return names;
    }

    @Override
    public void fit(DataSetIterator iter) {
        throw alone();
    }

    @Override
    public void fit(INDArray examples, INDArray labels) {
        throw alone();
    }

    @Override
    public void fit(DataSet data) {
        throw alone();
    }

    @Override
    public void fit(INDArray examples, int[] labels) {
        throw alone();
    }

    private static UnsupportedOperationException alone() {
        return new UnsupportedOperationException("A layer is not trained by itself: fit the network");
    }
}
