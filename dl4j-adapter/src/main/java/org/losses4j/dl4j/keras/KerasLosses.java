package org.losses4j.dl4j.keras;

import java.util.Locale;
import org.deeplearning4j.nn.modelimport.keras.utils.KerasLossUtils;
import org.losses4j.dl4j.ObjectiveLoss;

/**
 * Makes Deeplearning4j's own {@code KerasModelImport} know the losses of Keras that it has no counterpart of.
 *
 * <p>Deeplearning4j looks up a loss by its name alone: by the text that {@code compile} got, or by the {@code name} of a loss
 * object. It asks for registered losses only where it knows none itself, and drops parameters and {@code loss_weights}: a
 * registered loss has Keras' defaults. {@link KerasImport} honours all of them, and is to be preferred.
 */
public final class KerasLosses {
    private KerasLosses() {}

    /**
     * Registers every loss of Keras that has a counterpart here and reads rows, under Keras' names: of the class, of the
     * function, its short forms, and those of older versions.
     *
     * <p>The registry is Deeplearning4j's, one for the whole JVM and not synchronised: call this once, before models are
     * imported. Calling it again changes nothing; {@code KerasLossUtils.clearCustomLoss()} undoes it.
     *
     * <p>Under a recurrent or convolutional output Deeplearning4j's layer multiplies a mean by the number of steps or
     * pixels; see {@link ObjectiveLoss}.
     */
    public static void register() {
        for (KnownLoss known : KnownLosses.ALL) {
            if (known.rows()) {
                ObjectiveLoss loss = new ObjectiveLoss(known.withDefaults());
                known.names().forEach(name -> KerasLossUtils.registerCustomLoss(name.toLowerCase(Locale.ROOT), loss));
            }
        }
    }
}
