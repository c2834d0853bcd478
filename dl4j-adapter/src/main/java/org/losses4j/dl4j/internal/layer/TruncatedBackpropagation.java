package org.losses4j.dl4j.internal.layer;

import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Detects truncated back-propagation through time, which Deeplearning4j reports to no output layer, and wrongly to vertices. */
final class TruncatedBackpropagation {
    private static final Set<Class<?>> NETWORKS = Set.of(MultiLayerNetwork.class, ComputationGraph.class);
    private static final StackWalker CALLERS = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private TruncatedBackpropagation() {}

    /** Whether the calling thread runs it: layers and vertices can learn that from nothing but their callers. */
    static boolean isRunning() {
        return CALLERS.walk(frames -> frames.anyMatch(frame ->
                frame.getMethodName().equals("doTruncatedBPTT") && NETWORKS.contains(frame.getDeclaringClass())));
    }

    /** The message that refuses it for a loss of whole sequences. */
    static String refusal(String loss) {
        return loss + ": truncated back-propagation through time cuts sequences into pieces, but this loss reads the"
                + " lengths of whole ones; train it with backpropType(BackpropType.Standard)";
    }
}
