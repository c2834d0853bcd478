package org.losses4j.examples.readme;

import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.TrainingConfig;
import ai.djl.training.loss.Loss;
import ai.djl.training.loss.SigmoidBinaryCrossEntropyLoss;
import org.losses4j.Objective;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.examples.custom.LogSquaredError;
import org.losses4j.loss.classification.BinaryCrossEntropy;

/** What the README shows of DJL. */
final class DjlSnippet {
    private DjlSnippet() {}

    static TrainingConfig before() {
        return new DefaultTrainingConfig(new SigmoidBinaryCrossEntropyLoss("loss", 1, true));
    }

    static TrainingConfig after() {
        Objective weighted = Objective.of(new BinaryCrossEntropy()).fix("pos_weight", 9);
        return new DefaultTrainingConfig(new ObjectiveLoss(weighted));
    }

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
