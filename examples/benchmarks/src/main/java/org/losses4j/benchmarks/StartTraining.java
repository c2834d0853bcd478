package org.losses4j.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/** The trainings whose first seconds are measured, each with the framework's own loss and with ours. */
enum StartTraining {
    DL4J_RNN_LENGTHS("dl4j/rnn-lengths", BatchSchedule.lengths(1), Dl4jTrainedNetwork::recurrent),
    DL4J_RNN_FIXED("dl4j/rnn-fixed", BatchSchedule.constant(110), Dl4jTrainedNetwork::recurrent),
    DL4J_MLP_BCE("dl4j/mlp-bce", BatchSchedule.constant(256), Dl4jTrainedNetwork::perceptron),
    DL4J_MLP_LAST_BATCH("dl4j/mlp-last-batch", BatchSchedule.epochs(10, 256, 77), Dl4jTrainedNetwork::perceptron),
    DJL_MLP_SPARSE("djl/mlp-sparse", BatchSchedule.constant(256), ours -> new DjlTrainedNetwork(1000, ours)),
    DJL_ROWS_LENGTHS("djl/rows-lengths", BatchSchedule.lengths(32), ours -> new DjlTrainedNetwork(100, ours)),
    DJL_MLP_LAST_BATCH(
            "djl/mlp-last-batch", BatchSchedule.epochs(10, 256, 77), ours -> new DjlTrainedNetwork(1000, ours));

    final String title;
    private final BatchSchedule schedule;
    private final Function<Boolean, TrainedNetwork> network;

    StartTraining(String title, BatchSchedule schedule, Function<Boolean, TrainedNetwork> network) {
        this.title = title;
        this.schedule = schedule;
        this.network = network;
    }

    /** The trainings whose names contain the filter. */
    static List<StartTraining> matching(String filter) {
        return Arrays.stream(values())
                .filter(training -> training.title.contains(filter))
                .toList();
    }

    /**
     * Initialises the network and makes all batches: each call of the result is one training step, which gives the loss.
     *
     * @param ours whether our loss is trained with, or the framework's own
     */
    DoubleSupplier prepare(boolean ours) {
        return schedule.train(network.apply(ours));
    }
}
