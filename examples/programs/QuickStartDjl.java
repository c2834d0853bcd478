///usr/bin/env jbang "$0" "$@" ; exit $?
//DEPS org.losses4j:losses4j-djl:0.1.0-SNAPSHOT org.slf4j:slf4j-simple:2.0.17
//RUNTIME_OPTIONS --add-modules jdk.incubator.vector
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import org.losses4j.djl.ObjectiveLoss;
import org.losses4j.djl.training.TrainingWatch;
import org.losses4j.loss.regression.Huber;

/** Trains a block of DJL with Huber's loss: the target is three times the input, but some targets are far off. */
public final class QuickStartDjl {
    public static void main(String[] arguments) throws Exception {
        try (NDManager manager = NDManager.newBaseManager();
                Model model = Model.newInstance("line")) {
            NDArray features = manager.randomNormal(new Shape(1000, 1));
            NDArray outliers = manager.randomUniform(0, 1, new Shape(1000, 1)).gt(0.95f);
            NDArray targets = features.mul(3).add(outliers.toType(features.getDataType(), false).mul(50));
            ArrayDataset dataset = new ArrayDataset.Builder()
                    .setData(features)
                    .optLabels(targets)
                    .setSampling(50, true)
                    .build();

            model.setBlock(Linear.builder().setUnits(1).build());
            DefaultTrainingConfig config = new DefaultTrainingConfig(new ObjectiveLoss(new Huber(0.5)))
                    .optOptimizer(Optimizer.adam().optLearningRateTracker(Tracker.fixed(0.05f)).build())
                    .addTrainingListeners(new TrainingWatch());
            try (Trainer trainer = model.newTrainer(config)) {
                trainer.initialize(new Shape(1, 1));
                EasyTrain.fit(trainer, 20, dataset, null);
                NDArray two = manager.create(new float[] {2}, new Shape(1, 1));
                System.out.println("2 becomes " + trainer.evaluate(new NDList(two)).singletonOrThrow().getFloat());
            }
        }
    }
}
