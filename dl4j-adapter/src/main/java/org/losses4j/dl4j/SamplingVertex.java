package org.losses4j.dl4j;

import java.util.Objects;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.losses4j.dl4j.internal.layer.DrawingVertex;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Draws the latent sample of a variational autoencoder by reparameterisation: from mean and log variance, [N, L] each, it
 * gives mean + exp(½ · log variance) · ε, [N, L], with ε standard normal.
 *
 * <p>In training each forward pass draws a new ε; at inference the output is the mean.
 *
 * <p>D. P. Kingma, M. Welling, "Auto-Encoding Variational Bayes", ICLR 2014.
 */
public final class SamplingVertex extends GraphVertex {
    private static final long serialVersionUID = 1;

    private final @Nullable Long seed;

    /** A vertex that draws from ND4J's own generator, which the network's seed sets. */
    public SamplingVertex() {
        this(null);
    }

    /** A vertex with a generator of its own, or with ND4J's if {@code seed} is null. */
    @JsonCreator
    public SamplingVertex(@JsonProperty("seed") @Nullable Long seed) {
        this.seed = seed;
    }

    /** The seed of the vertex's own generator; null if it uses ND4J's. */
    @JsonProperty("seed")
    public @Nullable Long seed() {
        return seed;
    }

    @Override
    public GraphVertex clone() {
        return new SamplingVertex(seed);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SamplingVertex vertex && Objects.equals(seed, vertex.seed);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(seed);
    }

    @Override
    public long numParams(boolean backprop) {
        return 0;
    }

    @Override
    public int minVertexInputs() {
        return 2;
    }

    @Override
    public int maxVertexInputs() {
        return 2;
    }

    @Override
    public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
            ComputationGraph graph,
            String name,
            int idx,
            @Nullable INDArray paramsView,
            boolean initializeParams,
            DataType networkDatatype) {
        return new DrawingVertex(graph, name, idx, seed, networkDatatype);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... vertexInputs) {
        if (vertexInputs.length != 2 || !vertexInputs[0].equals(vertexInputs[1])) {
            throw new IllegalStateException("A SamplingVertex takes a mean and a log variance of one shape, got "
                    + java.util.Arrays.toString(vertexInputs));
        }
        return vertexInputs[0];
    }

    @Override
    public MemoryReport getMemoryReport(InputType... inputTypes) {
        return new LayerMemoryReport.Builder(null, SamplingVertex.class, inputTypes[0], inputTypes[0])
                .standardMemory(0, 0)
                .workingMemory(0, 0, 0, inputTypes[0].arrayElementsPerExample())
                .cacheMemory(0, 0)
                .build();
    }
}
