package org.losses4j.dl4j.internal.layer;

import java.util.Objects;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.losses4j.dl4j.internal.array.Nd4jShapes;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The runtime of a sampling vertex: draws a latent sample from a mean and a log variance. */
public final class DrawingVertex extends ParameterlessVertex {
    private final transient @Nullable Random own;
    private transient @Nullable INDArray noise;

    public DrawingVertex(ComputationGraph graph, String name, int index, @Nullable Long seed, DataType type) {
        super(graph, name, index, type);
        this.own = seed == null ? null : Nd4j.getRandomFactory().getNewRandomInstance(seed);
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaceMgr) {
        INDArray mean = inputs[0];
        INDArray logVariance = inputs[1];
        if (!mean.equalShapes(logVariance)) {
            throw new DL4JInvalidInputException("The mean has the shape " + Nd4jShapes.of(mean)
                    + " and the log variance " + Nd4jShapes.of(logVariance) + ", wanted the same (vertex name: "
                    + vertexName + ")");
        }
        if (!training) {
            return workspaceMgr.dup(ArrayType.ACTIVATIONS, mean);
        }
        INDArray drawn = draw(mean);
        noise = drawn;
        INDArray sample = deviation(logVariance).muli(drawn).addi(mean);
        return workspaceMgr.leverageTo(ArrayType.ACTIVATIONS, sample);
    }

    /** Noise that lives until the backward pass, as arrays in other workspaces do not. */
    private INDArray draw(INDArray like) {
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            INDArray target = Nd4j.createUninitialized(like.dataType(), like.shape(), 'c');
            return Nd4j.randn(target, own == null ? Nd4j.getRandom() : own);
        }
    }

    private static INDArray deviation(INDArray logVariance) {
        return Transforms.exp(logVariance.mul(0.5), false);
    }

    @Override
    public Pair<@Nullable Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaceMgr) {
        INDArray byOutput = Objects.requireNonNull(epsilon, "No epsilon");
        INDArray drawn = Objects.requireNonNull(noise, "No training pass came before");
        INDArray byLogVariance = deviation(inputs[1]).muli(drawn).muli(0.5).muli(byOutput);
        return new Pair<>(null, new INDArray[] {
            workspaceMgr.dup(ArrayType.ACTIVATION_GRAD, byOutput),
            workspaceMgr.leverageTo(ArrayType.ACTIVATION_GRAD, byLogVariance)
        });
    }

    @Override
    public void clear() {
        super.clear();
        noise = null;
    }

    @Override
    public String toString() {
        return "DrawingVertex(" + vertexName + ")";
    }
}
