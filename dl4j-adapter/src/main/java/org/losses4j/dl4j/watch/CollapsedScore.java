package org.losses4j.dl4j.watch;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jspecify.annotations.Nullable;
import org.losses4j.dl4j.internal.layer.ObjectiveConfiguration;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.watch.Collapse;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Computes the score that a network's last batch would have if all its embeddings were equal. */
final class CollapsedScore {
    private CollapsedScore() {}

    /** The score; NaN where the network does not end with one embedding and an objective of ours that compares by classes. */
    static double of(Model model) {
        Layer output = null;
        if (model instanceof MultiLayerNetwork network) {
            output = network.getOutputLayer();
        } else if (model instanceof ComputationGraph graph && graph.getNumOutputArrays() == 1) {
            output = graph.getOutputLayer(0);
        }
        return of(output);
    }

    private static double of(@Nullable Layer output) {
        if (output == null
                || !(output instanceof IOutputLayer labelled)
                || !(output.conf().getLayer() instanceof ObjectiveConfiguration conf)) {
            return Double.NaN;
        }
        INDArray labels = labelled.getLabels();
        return labels == null
                ? Double.NaN
                : Collapse.value(
                        conf.objective(),
                        ReferenceTensor.of(labels.dup('c').data().asDouble(), (int) labels.length()));
    }
}
