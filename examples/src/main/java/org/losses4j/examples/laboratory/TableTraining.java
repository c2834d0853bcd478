package org.losses4j.examples.laboratory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.losses4j.Inputs;
import org.losses4j.Objective;
import org.losses4j.examples.data.Batches;
import org.losses4j.examples.data.Split;
import org.losses4j.examples.data.Table;
import org.losses4j.examples.network.Network;
import org.losses4j.examples.network.Networks;
import org.losses4j.tensor.ReferenceTensor;

/** One training of a small network over rows of numbers, on one thread. */
final class TableTraining<P> implements Training<P> {
    private static final int BATCH = 32;

    private final TableExperiment<P> experiment;
    private final Objective objective;
    private final Networks networks;
    private final Split data;
    private final Batches<Table> batches;
    private final Network network;

    TableTraining(TableExperiment<P> experiment, Objective objective, Framework framework, Split data, long seed) {
        SmallNetworks.useOneThread(framework);
        this.experiment = experiment;
        this.objective = objective;
        this.networks = Networks.of(framework);
        this.data = data;
        this.batches = Batches.of(data.train(), BATCH, seed);
        this.network = networks.create(objective, features(), seed);
    }

    private int features() {
        return data.train().features()[0].length;
    }

    /** Returns the loss over all training examples, computed by the library itself, so that frameworks compare. */
    @Override
    public double epoch() {
        network.trainEpoch(batches.epoch());
        Table train = data.train();
        ReferenceTensor outputs = ReferenceTensor.of(network.outputs(train.features()), train.size(), 1);
        ReferenceTensor labels = ReferenceTensor.of(train.labels(), train.size(), 1);
        return objective.value(Inputs.of(outputs, labels)).item();
    }

    @Override
    public Judgement<P> judge() {
        return experiment.judge(Finite.predictions(network.outputs(data.test().features())), data.test());
    }

    @Override
    public boolean keep(Path folder) throws IOException {
        network.save(folder);
        double[][] features = data.test().features();
        try (Network restored = networks.restore(objective, features(), folder)) {
            return Arrays.equals(network.outputs(features), restored.outputs(features));
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
