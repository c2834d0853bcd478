package org.losses4j.dl4j.internal.layer;

import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;

/** The parameters of a feed-forward layer that has weights alone. */
public final class UnbiasedParameters extends DefaultParamInitializer {

    @Override
    protected boolean hasBias(Layer layer) {
        return false;
    }

    @Override
    protected boolean hasLayerNorm(Layer layer) {
        return false;
    }
}
