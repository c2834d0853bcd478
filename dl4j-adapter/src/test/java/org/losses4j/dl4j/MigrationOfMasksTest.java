package org.losses4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.Objective;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Each row of the table of masks in docs/migration.md is true. */
class MigrationOfMasksTest {
    private static final int N = 4;
    private static final int T = 5;

    static Stream<List<String>> rows() throws IOException {
        String document = Files.readString(Path.of("../docs/migration.md"));
        String heading = "## From Deeplearning4j's masks";
        List<List<String>> rows = document.substring(document.indexOf(heading) + heading.length())
                .lines()
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
        assertEquals(4, rows.size());
        return rows.stream();
    }

    private static MultiLayerNetwork network(boolean sequences, Layer last) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(0.1))
                .list()
                .layer(
                        sequences
                                ? new SimpleRnn.Builder().nOut(2).build()
                                : new DenseLayer.Builder()
                                        .nOut(2)
                                        .activation(Activation.TANH)
                                        .build())
                .layer(last)
                .setInputType(sequences ? InputType.recurrent(2) : InputType.feedForward(2))
                .build());
        network.init();
        return network;
    }

    private static Layer theirs(boolean sequences) {
        return sequences
                ? new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nOut(3)
                        .activation(Activation.IDENTITY)
                        .build()
                : new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(3)
                        .activation(Activation.IDENTITY)
                        .build();
    }

    private static Layer ours(String objective) {
        return new ObjectiveOutputLayer.Builder(Objective.parse(objective))
                .nOut(3)
                .build();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theLastColumnScoresAndTrainsLikeDeeplearning4j(List<String> row) {
        boolean sequences = row.get(0).equals("`RnnOutputLayer`");
        boolean ofFeatures = row.get(1).equals("`features`");
        INDArray features = Examples.normal(new Random(1), sequences ? new long[] {N, 2, T} : new long[] {N, 2});
        INDArray labels = Examples.normal(new Random(2), sequences ? new long[] {N, 3, T} : new long[] {N, 3});
        INDArray mask = Nd4j.ones(DataType.DOUBLE, N, sequences ? T : 1);
        mask.putScalar(0, sequences ? T - 1 : 0, 0).putScalar(2, sequences ? T - 1 : 0, 0);
        double counting = mask.sumNumber().doubleValue();
        DataSet data = new DataSet(features, labels, ofFeatures ? mask : null, ofFeatures ? null : mask);
        MultiLayerNetwork theirs = network(sequences, theirs(sequences));

        // By default ours is the mean over what counts.
        MultiLayerNetwork byDefault = network(sequences, ours("mean_squared_error"));
        byDefault.setParams(theirs.params().dup());
        DataSet masked = new DataSet(features, labels, data.getFeaturesMaskArray(), mask);
        assertEquals(theirs.score(masked) * N / counting, byDefault.score(data), 1e-12);

        String last = row.get(4);
        boolean withOnes = last.contains("all ones");
        MultiLayerNetwork ours = network(sequences, ours(last.substring(1, last.indexOf('`', 1))));
        ours.setParams(theirs.params().dup());
        DataSet oursData = withOnes ? new DataSet(features, labels, mask, Nd4j.ones(DataType.DOUBLE, N, T)) : data;
        assertEquals(sequences && ofFeatures, withOnes);
        for (int i = 0; i < 3; i++) {
            assertEquals(theirs.score(data), ours.score(oursData), 1e-12);
            theirs.fit(data);
            ours.fit(oursData);
            assertTrue(theirs.params().distance2(ours.params()) < 1e-12);
        }
    }
}
