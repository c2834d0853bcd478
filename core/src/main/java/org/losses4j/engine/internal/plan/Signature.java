package org.losses4j.engine.internal.plan;

import java.util.List;
import java.util.Map;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;

/**
 * What a program is compiled for, besides its graph.
 *
 * @param inputs the layouts by role
 * @param outputs the layouts of the results
 */
public record Signature(Precision precision, Map<String, Layout> inputs, List<Layout> outputs) {
    public Signature {
        inputs = Map.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }
}
