package consumer;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import java.util.Arrays;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.djl.training.TrainingWatch;
import org.losses4j.loss.regression.Huber;

/** Trains a step that must change the parameters, and a step whose loss is NaN, of which the watch warns. */
public final class TrainInDjl {
    private TrainInDjl() {}

    public static void main(String[] args) throws Exception {
        try (Model model = Model.newInstance("consumer");
                NDManager manager = NDManager.newBaseManager()) {
            model.setBlock(Linear.builder().setUnits(1).build());
            DefaultTrainingConfig config = new DefaultTrainingConfig(new ObjectiveLoss(new Huber(0.5)));
            config.addTrainingListeners(new TrainingWatch());
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(new Shape(8, 3));
                NDArray features = manager.ones(new Shape(8, 3));
                float[] before = weights(model);
                fit(trainer, features, manager.ones(new Shape(8, 1)).mul(5));
                float[] after = weights(model);
                if (Arrays.equals(before, after) || !Float.isFinite(after[0])) {
                    throw new IllegalStateException("nothing was learnt: " + Arrays.toString(after));
                }
                fit(trainer, features, manager.ones(new Shape(8, 1)).mul(Float.NaN));
            }
            System.out.println("trained in DJL: " + model.getNDManager().getEngine());
        }
    }

    private static float[] weights(Model model) {
        return model.getBlock().getParameters().get("weight").getArray().toFloatArray();
    }

    private static void fit(Trainer trainer, NDArray features, NDArray labels) throws Exception {
        ArrayDataset data = new ArrayDataset.Builder()
                .setData(features)
                .optLabels(labels)
                .setSampling(8, false)
                .build();
        EasyTrain.fit(trainer, 1, data, null);
    }
}
