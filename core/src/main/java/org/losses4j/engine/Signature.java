package org.losses4j.engine;

import java.util.List;
import java.util.Map;

/**
 * What a program is compiled for, besides its graph.
 *
 * @param inputs the layouts by role
 * @param outputs the layouts of the results
 */
record Signature(Precision precision, Map<String, Layout> inputs, List<Layout> outputs) {
    Signature {
        inputs = Map.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }
}
