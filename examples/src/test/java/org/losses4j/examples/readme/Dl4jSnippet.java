package org.losses4j.examples.readme;

import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.losses4j.dl4j.ObjectiveLoss;
import org.losses4j.examples.custom.LogSquaredError;
import org.nd4j.linalg.activations.Activation;

/** What the README shows of Deeplearning4j. */
final class Dl4jSnippet {
    private Dl4jSnippet() {}

    static OutputLayer layer() {
        OutputLayer layer = new OutputLayer.Builder(new ObjectiveLoss(new LogSquaredError()))
                .nIn(16)
                .nOut(1)
                .activation(Activation.IDENTITY)
                .build();
        return layer;
    }
}
