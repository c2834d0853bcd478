package org.losses4j.dl4j;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.losses4j.Objective;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.api.MultiDataSetPreProcessor;
import org.nd4j.linalg.factory.Nd4j;

/** Adds objectives of several inputs to computation graphs, and makes data sets for such graphs. */
public final class ObjectiveGraphs {
    private ObjectiveGraphs() {}

    /**
     * Adds an objective to a graph: an {@link ObjectiveVertex}, and behind it the output {@code name}, whose score is the
     * objective's value. The caller lists {@code name} among the graph's outputs.
     *
     * @param inputs the vertex or graph input that gives each role
     * @throws IllegalArgumentException if a role is unknown or missing, or the objective cannot be saved
     */
    public static GraphBuilder add(GraphBuilder graph, String name, Objective objective, Map<String, String> inputs) {
        return add(graph, name, new ObjectiveVertex(objective, List.copyOf(inputs.keySet())), inputs);
    }

    /**
     * Adds {@code vertex}, and behind it the output {@code name}; {@code inputs} names the vertex or graph input for each
     * of its roles.
     */
    public static GraphBuilder add(
            GraphBuilder graph, String name, ObjectiveVertex vertex, Map<String, String> inputs) {
        String scores = name + "-scores";
        String[] sources = vertex.roles().stream().map(inputs::get).toArray(String[]::new);
        return graph.addVertex(scores, vertex, sources)
                .addLayer(
                        name,
                        new LossLayer.Builder(new ScoreLoss())
                                .activation(Activation.IDENTITY)
                                .build(),
                        scores);
    }

    /**
     * A data set of the features of a graph with one objective. Its labels are placeholders, which Deeplearning4j requires
     * and nothing reads.
     */
    public static MultiDataSet data(INDArray... features) {
        return new MultiDataSet(features, placeholders(features[0].size(0), 1));
    }

    /**
     * A preprocessor that gives the data sets of an iterator placeholder labels, which nothing reads: one array for each of
     * the graph's objectives.
     */
    public static MultiDataSetPreProcessor placeholderLabels(int objectives) {
        return data -> data.setLabels(placeholders(data.getFeatures(0).size(0), objectives));
    }

    private static INDArray[] placeholders(long examples, int objectives) {
        INDArray[] labels = new INDArray[objectives];
        for (int i = 0; i < objectives; i++) {
            labels[i] = Nd4j.zeros(examples, 1);
        }
        return labels;
    }
}
