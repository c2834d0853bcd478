package org.losses4j.dl4j.adversarial;

import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.InputVertex;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A {@link ComputationGraph} as a {@link Trainee}. */
final class GraphTrainee implements Trainee {
    private final ComputationGraph graph;
    private final String output;
    private final RecordingInput input;
    // Batch normalisation needs arrays of the forward pass in the backward pass; a graph's workspaces do not keep them
    // that long.
    private final boolean withoutWorkspaces;
    private @Nullable Gradient last;

    GraphTrainee(ComputationGraph graph) {
        this.graph = graph;
        ComputationGraphConfiguration configuration = graph.getConfiguration();
        if (graph.getNumInputArrays() != 1 || graph.getNumOutputArrays() != 1) {
            throw new IllegalArgumentException("An adversary has one input and one output, this graph has "
                    + configuration.getNetworkInputs() + " and " + configuration.getNetworkOutputs());
        }
        this.output = configuration.getNetworkOutputs().get(0);
        this.withoutWorkspaces = Arrays.stream(graph.getLayers()).anyMatch(BatchNormalization.class::isInstance);
        if (graph.getOutputLayer(0) instanceof IOutputLayer) {
            throw Trainee.hasObjective(output);
        }
        GraphVertex old = graph.getVertex(configuration.getNetworkInputs().get(0));
        this.input = new RecordingInput(graph, old, configuration.getDataType());
        graph.getVertices()[old.getVertexIndex()] = input;
    }

    @Override
    public Model model() {
        return graph;
    }

    @Override
    public INDArray forward(INDArray features) {
        return pass(() -> Objects.requireNonNull(
                graph.feedForward(new INDArray[] {features}, graph.getVertices().length - 1, true, false)
                        .get(output),
                output));
    }

    @Override
    public INDArray backward(INDArray byOutput) {
        last = pass(() -> graph.backpropGradient(byOutput));
        return Objects.requireNonNull(input.recorded, "the output does not depend on the input");
    }

    private <T> T pass(Supplier<T> computation) {
        ComputationGraphConfiguration configuration = graph.getConfiguration();
        WorkspaceMode mode = configuration.getTrainingWorkspaceMode();
        if (withoutWorkspaces) {
            configuration.setTrainingWorkspaceMode(WorkspaceMode.NONE);
        }
        try {
            return computation.get();
        } finally {
            configuration.setTrainingWorkspaceMode(mode);
        }
    }

    @Override
    public void step(int examples) {
        int iteration = graph.getIterationCount();
        graph.getUpdater()
                .update(
                        Objects.requireNonNull(last, "no backward pass came before"),
                        iteration,
                        graph.getEpochCount(),
                        examples,
                        LayerWorkspaceMgr.noWorkspaces());
        graph.params().subi(gradient().reshape(graph.params().shape()));
        graph.applyConstraints(iteration, graph.getEpochCount());
        graph.getConfiguration().setIterationCount(iteration + 1);
        for (TrainingListener listener : graph.getListeners()) {
            listener.iterationDone(graph, iteration + 1, graph.getEpochCount());
        }
    }

    /** The graph's input vertex, which records the gradient by the input: the graph itself does not keep it. */
    private static final class RecordingInput extends InputVertex {
        private transient @Nullable INDArray recorded;

        RecordingInput(ComputationGraph graph, GraphVertex old, DataType type) {
            super(graph, old.getVertexName(), old.getVertexIndex(), old.getOutputVertices(), type);
        }

        @Override
        public void setEpsilon(@Nullable INDArray epsilon) {
            super.setEpsilon(epsilon);
            if (epsilon != null) {
                recorded = epsilon.isAttached() ? epsilon.detach() : epsilon.dup();
            }
        }
    }
}
