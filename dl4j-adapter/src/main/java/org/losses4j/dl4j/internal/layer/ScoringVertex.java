package org.losses4j.dl4j.internal.layer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.dl4j.internal.array.ChannelsLast;
import org.losses4j.dl4j.internal.array.Nd4jShapes;
import org.losses4j.dl4j.nd4j.Nd4jExecution;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The runtime of an objective vertex: computes the scores of examples from an input for each role. */
public final class ScoringVertex extends ParameterlessVertex {
    private final transient Objective objective;
    private final List<String> roles;
    private final List<@Nullable Boolean> channelsLast;
    private final transient Nd4jExecution execution;

    /**
     * A vertex of a graph.
     *
     * @param roles the role of each input
     * @param channelsLast for each input whether its features are along its last axis; null where that is not known
     */
    public ScoringVertex(
            ComputationGraph graph,
            String name,
            int index,
            Objective objective,
            List<String> roles,
            List<@Nullable Boolean> channelsLast,
            Nd4jExecution execution,
            DataType type) {
        super(graph, name, index, type);
        this.objective = objective;
        this.execution = execution;
        this.roles = List.copyOf(roles);
        this.channelsLast = new ArrayList<>(channelsLast);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaceMgr) {
        Map<String, INDArray> byRole = byRole();
        try {
            INDArray scores = execution.scores(objective, byRole, examples());
            return workspaceMgr.leverageTo(ArrayType.ACTIVATIONS, scores.castTo(dataType));
        } catch (IllegalArgumentException e) {
            throw new DL4JInvalidInputException(e.getMessage() + " (vertex name: " + vertexName + ")", e);
        }
    }

    @Override
    public Pair<@Nullable Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaceMgr) {
        boolean whole = LayerRoles.takesLengths(objective) || roles.contains(Role.VALID_LENGTHS);
        if (whole && TruncatedBackpropagation.isRunning()) {
            throw new DL4JInvalidInputException(
                    TruncatedBackpropagation.refusal(objective.name()) + " (vertex name: " + vertexName + ")");
        }
        double epsilonOfAll = commonEpsilon();
        List<String> trained = new ArrayList<>();
        for (int i = 0; i < inputs.length; i++) {
            if (!graph.getVertices()[inputVertices[i].getVertexIndex()].isInputVertex()) {
                trained.add(roles.get(i));
            }
        }
        Map<String, INDArray> gradients =
                trained.isEmpty() ? Map.of() : execution.gradients(objective, byRole(), trained, examples());
        INDArray[] epsilons = new INDArray[inputs.length];
        for (int i = 0; i < inputs.length; i++) {
            INDArray gradient = gradients.get(roles.get(i));
            if (gradient != null && epsilonOfAll != 1) {
                gradient.muli(epsilonOfAll);
            }
            epsilons[i] = gradient == null
                    ? workspaceMgr.create(ArrayType.ACTIVATION_GRAD, dataType, inputs[i].shape(), 'c')
                    : workspaceMgr.leverageTo(ArrayType.ACTIVATION_GRAD, placed(i, gradient));
        }
        return new Pair<>(null, epsilons);
    }

    /** The extent of the batch: that of any input whose first axis it is. */
    private long examples() {
        int index = 0;
        for (Role role : objective.roles()) {
            if (role.extent().isOfExamples() && roles.contains(role.name())) {
                index = roles.indexOf(role.name());
            }
        }
        return inputs[index].size(0);
    }

    private Map<String, INDArray> byRole() {
        Map<String, INDArray> byRole = new LinkedHashMap<>();
        for (Role role : objective.roles()) {
            int index = roles.indexOf(role.name());
            if (index >= 0) {
                INDArray input = channelsLast(index);
                boolean column = isOfNumbers(role) && input.rank() == 2 && input.size(1) == 1;
                byRole.put(role.name(), column ? input.reshape('c', new long[] {input.size(0)}) : input);
            }
        }
        return byRole;
    }

    /** Whether a role has a number for each example, or each reference. */
    private static boolean isOfNumbers(Role role) {
        return role.extent() == Role.ShapeRule.EXAMPLES
                || (role.extent() == Role.ShapeRule.FREE && !role.differentiable());
    }

    private INDArray channelsLast(int index) {
        INDArray input = inputs[index];
        if (input.rank() > 2 && channelsLast.get(index) == null) {
            throw new DL4JInvalidInputException(objective.name() + ": the input '" + roles.get(index)
                    + "' has the shape "
                    + Nd4jShapes.of(input) + ", and whether its features are its second axis or its last is not known:"
                    + " call setInputTypes on the graph's builder, or channelsLast on the ObjectiveVertex (vertex name: "
                    + vertexName + ")");
        }
        return ChannelsLast.of(input, !Boolean.FALSE.equals(channelsLast.get(index)));
    }

    private INDArray placed(int index, INDArray gradient) {
        return ChannelsLast.back(
                gradient.castTo(dataType), !Boolean.FALSE.equals(channelsLast.get(index)) || inputs[index].rank() < 3);
    }

    /**
     * The factor that the layer behind gives all scores: the derivative is computed for all scores together, so they must
     * share one.
     */
    private double commonEpsilon() {
        double largest =
                Objects.requireNonNull(epsilon, "No epsilon").maxNumber().doubleValue();
        if (largest != epsilon.minNumber().doubleValue()) {
            throw new DL4JInvalidInputException(objective.name() + ": the scores of vertex " + vertexName
                    + " are weighed one by one by the layer behind it; instead give the vertex an input for the role"
                    + " 'weights' or 'mask', and no mask of labels");
        }
        return largest;
    }

    @Override
    public String toString() {
        return "ScoringVertex(" + vertexName + ", " + objective.name() + ", " + roles + ")";
    }
}
