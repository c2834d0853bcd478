package org.losses4j.dl4j.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.dl4j.ClassVectorsLayer;
import org.losses4j.dl4j.ObjectiveGraphs;
import org.losses4j.dl4j.ObjectiveVertex;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A graph around an {@link ObjectiveVertex}, whose trained inputs are the weights of layers that give these whatever they read. */
final class TrialGraph implements TrialNetwork {
    private static final String ROWS = "rows";

    private final ComputationGraph graph;
    private final Map<String, INDArray> inputs = new LinkedHashMap<>();
    private final int examples;

    TrialGraph(Objective objective, Map<String, Tensor> arrays, Set<String> trained) {
        examples = arrays.values().iterator().next().shape().extent(0);
        inputs.put(ROWS, Nd4j.zeros(DataType.DOUBLE, examples, 1));
        GraphBuilder builder = new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .graphBuilder()
                .addInputs(ROWS);
        Map<String, String> sources = new LinkedHashMap<>();
        Map<String, INDArray> weights = new LinkedHashMap<>();
        for (Role role : objective.roles()) {
            Tensor tensor = arrays.get(role.name());
            if (tensor == null) {
                continue;
            }
            if (trained.contains(role.name())) {
                weights.put(role.name(), addTrained(builder, role.name(), tensor));
            } else {
                addInput(builder, role.name(), tensor);
            }
            sources.put(role.name(), role.name());
        }
        if (!sources.containsKey(Role.MASK)) {
            builder.addInputs(Role.MASK);
            inputs.put(Role.MASK, Nd4j.ones(DataType.DOUBLE, examples, 1));
            sources.put(Role.MASK, Role.MASK);
        }
        // The inputs have the axes that the loss expects: channels last leaves them in their order.
        ObjectiveVertex vertex = new ObjectiveVertex(objective, List.copyOf(sources.keySet())).channelsLast(true);
        ObjectiveGraphs.add(builder, "objective", vertex, sources).setOutputs("objective");
        graph = new ComputationGraph(builder.build());
        graph.init();
        weights.forEach(
                (role, values) -> graph.getLayer(layer(role)).getParam("W").assign(values));
    }

    private INDArray addTrained(GraphBuilder builder, String role, Tensor tensor) {
        Shape shape = tensor.shape();
        int rows = shape.extent(0);
        INDArray flat = Nd4jConformance.toArray(tensor.reshape(Shape.of(rows, shape.size() / rows)));
        builder.addLayer(
                layer(role),
                new ClassVectorsLayer.Builder(rows).nIn(flat.size(1)).build(),
                ROWS);
        builder.addVertex(role, new ReshapeVertex('c', shape.toArray(), null), layer(role));
        return flat.transpose();
    }

    private void addInput(GraphBuilder builder, String role, Tensor tensor) {
        builder.addInputs(role);
        Shape shape = tensor.shape();
        inputs.put(role, Nd4jConformance.toArray(shape.rank() >= 2 ? tensor : tensor.reshape(shape.alignedLeft(2))));
    }

    private static String layer(String role) {
        return role + "-values";
    }

    private INDArray[] features() {
        List<INDArray> ordered = new ArrayList<>();
        for (String input : graph.getConfiguration().getNetworkInputs()) {
            ordered.add(Objects.requireNonNull(inputs.get(input), input));
        }
        return ordered.toArray(INDArray[]::new);
    }

    @Override
    public double score() {
        return graph.score(ObjectiveGraphs.data(features()));
    }

    @Override
    public double[] scoresOfExamples() {
        return graph.scoreExamples(ObjectiveGraphs.data(features()), false)
                .data()
                .asDouble();
    }

    @Override
    public double scoreOfUnit(Shape units, int index) {
        INDArray given = Objects.requireNonNull(inputs.get(Role.MASK));
        INDArray only = Nd4jConformance.toArray(TrialNetwork.only(units, index, 2));
        inputs.put(Role.MASK, TrialNetwork.both(only, given));
        try {
            return score();
        } finally {
            inputs.put(Role.MASK, given);
        }
    }

    @Override
    public INDArray gradient(String role) {
        graph.setInputs(features());
        graph.setLabels(ObjectiveGraphs.data(features()).getLabels());
        graph.computeGradientAndScore();
        // Gradients are sums over examples, which updaters divide by their number.
        return graph.gradient()
                .getGradientFor(layer(role) + "_W")
                .transpose()
                .dup('c')
                .divi(examples);
    }

    @Override
    public int examples() {
        return examples;
    }
}
