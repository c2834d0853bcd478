package org.losses4j.dl4j.keras;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.modelimport.keras.KerasLayer;
import org.deeplearning4j.nn.modelimport.keras.KerasModel;
import org.deeplearning4j.nn.modelimport.keras.KerasSequentialModel;
import org.deeplearning4j.nn.modelimport.keras.exceptions.InvalidKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.exceptions.UnsupportedKerasConfigurationException;
import org.deeplearning4j.nn.modelimport.keras.layers.KerasLoss;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.losses4j.Objective;
import org.losses4j.dl4j.ObjectiveLossLayer;
import org.nd4j.linalg.activations.Activation;

/**
 * Imports models that Keras has saved with the losses that they were compiled with, so that they go on training.
 *
 * <p>Deeplearning4j's {@code KerasModelImport} does the rest: layers, weights and optimizer. Each output ends in an {@link
 * ObjectiveLossLayer} with our counterpart of Keras' loss. Its parameters, its reduction and {@code loss_weights} are
 * honoured, whether {@code compile} was given a name, a loss object, a list or a dictionary by outputs; also for losses that
 * Deeplearning4j has itself, because some of those are sums over the outputs where Keras' are means. Scores are Keras'
 * losses, over sequences and images too. Outputs that were compiled without a loss are left out.
 *
 * <p>Deeplearning4j reads the HDF5 files of Keras 1 and 2; nothing is registered.
 */
public final class KerasImport {
    private KerasImport() {}

    /**
     * The network of a sequential model.
     *
     * @param file an HDF5 file that {@code model.save("….h5")} of Keras 1 or 2 has written, of a compiled model
     * @throws IllegalArgumentException if the file is not of that form, or was written by Keras 3; if a loss has no
     *     counterpart here, or a parameter that cannot be honoured
     */
    public static MultiLayerNetwork sequential(Path file)
            throws IOException, InvalidKerasConfigurationException, UnsupportedKerasConfigurationException {
        try (ModelFile opened = ModelFile.open(file)) {
            TrainingConfiguration training = opened.training();
            KerasSequentialModel model = opened.builder().buildSequential();
            replaceLosses(model, training.objectives());
            removeEmptyDropout(model);
            return model.getMultiLayerNetwork();
        }
    }

    /**
     * The network of a functional model, of one or several inputs and outputs.
     *
     * @param file an HDF5 file that {@code model.save("….h5")} of Keras 1 or 2 has written, of a compiled model
     * @throws IllegalArgumentException if the file is not of that form, or was written by Keras 3; if a loss has no
     *     counterpart here, or a parameter that cannot be honoured
     */
    public static ComputationGraph graph(Path file)
            throws IOException, InvalidKerasConfigurationException, UnsupportedKerasConfigurationException {
        try (ModelFile opened = ModelFile.open(file)) {
            TrainingConfiguration training = opened.training();
            KerasModel model = opened.builder().buildModel();
            replaceLosses(model, training.objectives());
            removeEmptyDropout(model);
            return model.getComputationGraph();
        }
    }

    /** Puts our loss layers in the place of those that Deeplearning4j has put behind the outputs, in the same order. */
    private static void replaceLosses(KerasModel model, Map<String, Objective> objectives) {
        List<Objective> ours = new ArrayList<>(objectives.values());
        int output = 0;
        for (KerasLayer layer : model.getLayersOrdered()) {
            if (layer instanceof KerasLoss loss) {
                loss.setLayer(new ObjectiveLossLayer.Builder(ours.get(output))
                        .name(loss.getLayerName())
                        .activation(Activation.IDENTITY)
                        .build());
                output++;
            }
        }
    }

    /**
     * Removes dropout that drops nothing, which Deeplearning4j gives to every imported layer: with it, convolutions with
     * their channels last cannot be trained.
     */
    private static void removeEmptyDropout(KerasModel model) {
        for (KerasLayer layer : model.getLayersOrdered()) {
            if (layer.getLayer() instanceof BaseLayer base
                    && base.getIDropout() instanceof Dropout dropout
                    && dropout.getP() == 1) {
                base.setIDropout(null);
            }
        }
    }
}
