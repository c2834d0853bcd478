package org.losses4j;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.losses4j.engine.Elements;
import org.losses4j.engine.Layout;
import org.losses4j.graph.Graph;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Tensor;

/**
 * A graph, evaluated in float64 over copies of what is in memory: what stands in for a kernel that failed.
 *
 * @param inputs the layouts by role
 * @param outputs the layouts of the results
 */
record GraphOverMemory(Graph graph, Map<String, Layout> inputs, List<Layout> outputs) {

    GraphOverMemory {
        inputs = new LinkedHashMap<>(inputs);
        outputs = List.copyOf(outputs);
    }

    /** Computes the results from memory in the order of the inputs. */
    void run(List<Elements> given, List<Elements> results) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        inputs.forEach((role, layout) -> {
            double[] values = given.get(tensors.size()).toArray(layout);
            tensors.put(role, ReferenceTensor.of(values, layout.shape().toArray()));
        });
        List<Tensor> computed = graph.evaluate(tensors);
        for (int i = 0; i < results.size(); i++) {
            results.get(i).write(outputs.get(i), computed.get(i).toArray());
        }
    }
}
