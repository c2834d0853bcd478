package org.losses4j.dl4j.internal.layer;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runtimes of layers, as Deeplearning4j wants them from a configuration. */
public final class Runtimes {
    private Runtimes() {}

    /** The layer with its place in the network, and its parameters in the network's array of all parameters. */
    public static Layer prepared(
            Layer layer,
            NeuralNetConfiguration conf,
            Collection<TrainingListener> listeners,
            int index,
            INDArray parameters,
            boolean initialise) {
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(conf.getLayer().initializer().init(conf, parameters, initialise));
        return layer;
    }
}
