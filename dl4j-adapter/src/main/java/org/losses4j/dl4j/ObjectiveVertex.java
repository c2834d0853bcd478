package org.losses4j.dl4j;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.dl4j.internal.layer.Features;
import org.losses4j.dl4j.internal.layer.LayerRoles;
import org.losses4j.dl4j.internal.layer.ScoringVertex;
import org.losses4j.dl4j.nd4j.ExecutionMode;
import org.losses4j.dl4j.nd4j.Nd4jExecution;
import org.losses4j.engine.Engine;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonInclude;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A graph vertex that computes an objective of several inputs: from an input for each role, [N, …], it gives the score of
 * each example, [N, 1].
 *
 * <p>The mean of the scores is the objective's value. The objective sees the features of sequences, images and volumes
 * along the last axis, whatever their order in the graph is, so the axis of a loss stays −1. Class indices, weights and
 * masks are inputs like any other. The layer behind the vertex is a loss layer with {@link ScoreLoss}:
 * {@link ObjectiveGraphs#add} adds both. The vertex is saved as the objective's text, the roles, the order of axes, and the
 * mode if one was chosen.
 */
public final class ObjectiveVertex extends GraphVertex {
    private static final long serialVersionUID = 1;

    private final String objective;
    private final ArrayList<String> roles;
    // For each input whether its features are along its last axis; null while that is not known.
    private final ArrayList<@Nullable Boolean> channelsLast;
    // Absent in networks that were saved before there was a choice.
    private final @Nullable ExecutionMode executionMode;
    // Compiled code cannot be saved: what is restored has an engine of its own.
    private final transient @Nullable Engine engine;

    /**
     * A vertex for an objective.
     *
     * @param objective the objective; it must reduce the batch
     * @param roles the role of each input, in the inputs' order
     * @throws IllegalArgumentException if the objective cannot be saved, as a lambda cannot, or does not reduce the batch;
     *     or if it has no role of a given name, or a required role is missing
     */
    public ObjectiveVertex(Objective objective, List<String> roles) {
        this(objective, roles, Collections.nCopies(roles.size(), null), null, null);
    }

    private ObjectiveVertex(
            Objective objective,
            List<String> roles,
            List<@Nullable Boolean> channelsLast,
            @Nullable ExecutionMode executionMode,
            @Nullable Engine engine) {
        if (!LayerRoles.reducesBatch(objective)) {
            throw new IllegalArgumentException(objective.name()
                    + ": a network is trained on one number, but this objective does not reduce the batch");
        }
        List<String> known = objective.roles().stream().map(Role::name).toList();
        for (String role : roles) {
            if (!known.contains(role)) {
                throw new IllegalArgumentException(
                        objective.name() + " has no role '" + role + "'; its roles are " + known);
            }
        }
        for (Role role : objective.roles()) {
            if (!role.optional() && !roles.contains(role.name())) {
                throw new IllegalArgumentException(objective.name() + ": the input '" + role.name()
                        + "' is missing; given: " + roles + "; say which vertex gives it");
            }
        }
        this.objective = objective.spec().toString();
        this.roles = new ArrayList<>(roles);
        this.channelsLast = new ArrayList<>(channelsLast);
        this.executionMode = executionMode;
        this.engine = engine;
    }

    @JsonCreator
    static ObjectiveVertex restore(
            @JsonProperty("objective") String objective,
            @JsonProperty("roles") List<String> roles,
            @JsonProperty("channelsLast") @Nullable List<@Nullable Boolean> channelsLast,
            @JsonProperty("executionMode") @Nullable ExecutionMode executionMode) {
        return new ObjectiveVertex(
                Objective.parse(objective),
                roles,
                channelsLast == null ? Collections.nCopies(roles.size(), null) : channelsLast,
                executionMode,
                null);
    }

    /**
     * The same vertex for inputs [N, …, C], or for [N, C, …] if {@code last} is false. A graph that knows its input types
     * needs no such call: it derives the order of each input's axes from them.
     */
    public ObjectiveVertex channelsLast(boolean last) {
        return new ObjectiveVertex(objective(), roles, Collections.nCopies(roles.size(), last), executionMode, engine);
    }

    /** The same vertex computed in a mode; by default {@link ExecutionMode#byDefault}, read when the graph is initialised. */
    public ObjectiveVertex executionMode(ExecutionMode mode) {
        return new ObjectiveVertex(objective(), roles, channelsLast, mode, engine);
    }

    /**
     * The same vertex on an engine, which several vertices and layers may share; by default on one of its own. The engine is
     * not saved with the network.
     */
    public ObjectiveVertex engine(Engine shared) {
        return new ObjectiveVertex(objective(), roles, channelsLast, executionMode, shared);
    }

    /** The mode that was chosen; null for the default. */
    @JsonProperty("executionMode")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Nullable
    ExecutionMode executionMode() {
        return executionMode;
    }

    /** For each input whether its features are along its last axis; null where that is not known or there is no other axis. */
    @JsonProperty("channelsLast")
    List<@Nullable Boolean> channelsLast() {
        return Collections.unmodifiableList(channelsLast);
    }

    /** The objective. */
    public Objective objective() {
        return Objective.parse(objective);
    }

    /** The objective's text. */
    @JsonProperty("objective")
    String text() {
        return objective;
    }

    /** The role of each input. */
    @JsonProperty("roles")
    public List<String> roles() {
        return List.copyOf(roles);
    }

    @Override
    public GraphVertex clone() {
        return new ObjectiveVertex(objective(), roles, channelsLast, executionMode, engine);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ObjectiveVertex vertex
                && objective.equals(vertex.objective)
                && roles.equals(vertex.roles)
                && channelsLast.equals(vertex.channelsLast)
                && executionMode == vertex.executionMode;
    }

    @Override
    public int hashCode() {
        return Objects.hash(objective, roles, channelsLast, executionMode);
    }

    @Override
    public String toString() {
        return "ObjectiveVertex(" + objective + ", " + roles + ")";
    }

    @Override
    public long numParams(boolean backprop) {
        return 0;
    }

    @Override
    public int minVertexInputs() {
        return roles.size();
    }

    @Override
    public int maxVertexInputs() {
        return roles.size();
    }

    @Override
    public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
            ComputationGraph graph,
            String name,
            int idx,
            @Nullable INDArray paramsView,
            boolean initializeParams,
            DataType networkDatatype) {
        return new ScoringVertex(
                graph,
                name,
                idx,
                objective(),
                roles,
                channelsLast,
                new Nd4jExecution(
                        executionMode == null ? ExecutionMode.byDefault() : executionMode,
                        engine == null ? new Engine() : engine),
                networkDatatype);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... vertexInputs) {
        for (int i = 0; i < vertexInputs.length; i++) {
            if (channelsLast.get(i) == null) {
                channelsLast.set(i, Features.last(vertexInputs[i]));
            }
        }
        return InputType.feedForward(1);
    }

    @Override
    public MemoryReport getMemoryReport(InputType... inputTypes) {
        InputType output = InputType.feedForward(1);
        return new LayerMemoryReport.Builder(null, ObjectiveVertex.class, inputTypes[0], output)
                .standardMemory(0, 0)
                .workingMemory(0, 0, 0, 0)
                .cacheMemory(0, 0)
                .build();
    }
}
