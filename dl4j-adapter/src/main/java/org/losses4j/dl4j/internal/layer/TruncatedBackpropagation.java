package org.losses4j.dl4j.internal.layer;

import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Detects truncated back-propagation through time, which Deeplearning4j tells to no output layer, and wrongly to vertices. */
final class TruncatedBackpropagation {
    private static final Set<Class<?>> NETWORKS = Set.of(MultiLayerNetwork.class, ComputationGraph.class);
    private static final StackWalker CALLERS = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    private TruncatedBackpropagation() {}

    /** Whether the calling thread is in it. Layers and vertices can learn that from nothing but their callers. */
    static boolean isRunning() {
        return CALLERS.walk(frames -> frames.anyMatch(frame ->
                frame.getMethodName().equals("doTruncatedBPTT") && NETWORKS.contains(frame.getDeclaringClass())));
    }

    /** Why a loss of whole sequences is refused. */
    static String refusal(String loss) {
        return loss + ": truncated back-propagation through time cuts sequences into pieces, but this loss aligns whole"
                + " ones; train it with backpropType(BackpropType.Standard)";
    }
}
