package org.losses4j.examples.readme;

import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.TrainingConfig;
import ai.djl.training.loss.Loss;
import org.losses4j.Objective;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.examples.custom.LogSquaredError;

/** What the README shows of DJL. */
final class DjlSnippet {
    private DjlSnippet() {}

    static TrainingConfig config() {
        TrainingConfig config = new DefaultTrainingConfig(new ObjectiveLoss(new LogSquaredError()));
        return config;
    }

    static Loss masked(Objective huber) {
        Loss masked =
                ObjectiveLoss.builder(huber).labels("target", "weights", "mask").build();
        return masked;
    }
}
