package org.losses4j.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.losses4j.Inputs;
import org.losses4j.Objective;
import org.losses4j.examples.data.Batches;
import org.losses4j.examples.data.Split;
import org.losses4j.examples.data.Table;
import org.losses4j.examples.network.Network;
import org.losses4j.examples.network.Networks;
import org.losses4j.examples.report.Progress;
import org.losses4j.tensor.ReferenceTensor;

/**
 * The same network under several losses: for each seed the same data, initial weights and batches. The first network is
 * saved and restored, and must then predict the same.
 *
 * @param <P> what pictures are drawn from
 */
public final class Comparison<P> {
    private static final int BATCH = 32;

    private final Run run;
    private final Experiment<P> experiment;
    private final Networks networks;
    private final List<Trial<P>> results = new ArrayList<>();

    public Comparison(Run run, Experiment<P> experiment) {
        this.run = run;
        this.experiment = experiment;
        this.networks = Networks.of(run.framework());
    }

    /**
     * Trains for each seed and loss, as far as the user lets it.
     *
     * @param task what the progress bar says
     */
    public Trials<P> train(String task) throws IOException {
        SmallNetworks.useOneThread(run.framework());
        int losses = experiment.contenders(experiment.split(run.seed()).train()).size();
        try (Progress progress = Progress.of(task, (long) run.repeats() * losses * run.epochs())) {
            for (long seed = run.seed(); seed < run.seed() + run.repeats(); seed++) {
                Split data = experiment.split(seed);
                for (Contender contender : experiment.contenders(data.train())) {
                    if (results.isEmpty() || !run.interruption().requested()) {
                        results.add(train(contender, data, seed, progress));
                    }
                }
            }
        }
        return new Trials<>(List.copyOf(results));
    }

    private Trial<P> train(Contender contender, Split data, long seed, Progress progress) throws IOException {
        int features = data.train().features()[0].length;
        Batches batches = new Batches(data.train(), BATCH, seed);
        List<Double> losses = new ArrayList<>();
        try (Network network = networks.create(contender.objective(), features, seed)) {
            while (losses.size() < run.epochs()
                    && (losses.isEmpty() || !run.interruption().requested())) {
                network.trainEpoch(batches.epoch());
                losses.add(loss(contender.objective(), network, data.train()));
                progress.step("seed " + seed + ", " + contender.name(), losses.get(losses.size() - 1));
            }
            double[] outputs = network.outputs(data.test().features());
            if (results.isEmpty()) {
                keep(network, contender.objective(), data.test(), outputs);
            }
            return experiment.judge(contender.name(), seed, List.copyOf(losses), outputs, data.test());
        }
    }

    /** The loss over all training examples, computed by the library itself, so that frameworks compare. */
    private static double loss(Objective objective, Network network, Table train) {
        ReferenceTensor outputs = ReferenceTensor.of(network.outputs(train.features()), train.size(), 1);
        ReferenceTensor labels = ReferenceTensor.of(train.labels(), train.size(), 1);
        return objective.value(Inputs.of(outputs, labels)).item();
    }

    private void keep(Network network, Objective objective, Table test, double[] outputs) throws IOException {
        Path folder = run.folder().path();
        network.save(folder);
        try (Network restored = networks.restore(objective, test.features()[0].length, folder)) {
            double[] again = restored.outputs(test.features());
            if (!Arrays.equals(outputs, again)) {
                throw new IllegalStateException("The restored network predicts otherwise than the one that was saved: "
                        + Arrays.toString(again) + " instead of " + Arrays.toString(outputs));
            }
        }
    }
}
