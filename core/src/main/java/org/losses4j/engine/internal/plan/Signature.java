package org.losses4j.engine.internal.plan;

import java.util.List;
import java.util.Map;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;

/**
 * The precision and layouts that a graph is compiled for.
 *
 * @param precision the type of all elements
 * @param inputs the layouts of the inputs by role
 * @param outputs the layouts of the graph's outputs, in its order
 */
public record Signature(Precision precision, Map<String, Layout> inputs, List<Layout> outputs) {
    public Signature {
        inputs = Map.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }
}
