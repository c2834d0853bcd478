package org.losses4j.examples.readme;

import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.TrainingConfig;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.loss.Loss;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import org.losses4j.Objective;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.djl.training.TrainingWatch;
import org.losses4j.examples.custom.LogSquaredError;
import org.losses4j.loss.regression.Huber;

/** What the README shows of DJL. */
final class DjlSnippet {
    private DjlSnippet() {}

    static void quickStart(Model model, Dataset dataset) throws IOException, TranslateException {
        TrainingConfig config =
                new DefaultTrainingConfig(new ObjectiveLoss(new Huber(0.5))).addTrainingListeners(new TrainingWatch());
        try (Trainer trainer = model.newTrainer(config)) {
            trainer.initialize(new Shape(1, 10));
            EasyTrain.fit(trainer, 20, dataset, null);
        }
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
