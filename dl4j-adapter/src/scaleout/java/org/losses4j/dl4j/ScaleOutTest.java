package org.losses4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.losses4j.loss.classification.SigmoidFocal;
import org.losses4j.loss.regression.Huber;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

/** Training on several threads, and on Spark, on this machine. */
class ScaleOutTest {

    private static Layer last(boolean own) {
        return own
                ? new ObjectiveOutputLayer.Builder(new SigmoidFocal())
                        .nIn(8)
                        .nOut(1)
                        .build()
                : new OutputLayer.Builder(new ObjectiveLoss(new Huber()))
                        .nIn(8)
                        .nOut(1)
                        .activation(Activation.SIGMOID)
                        .build();
    }

    private static DenseLayer hidden() {
        return new DenseLayer.Builder().nIn(3).nOut(8).activation(Activation.TANH).build();
    }

    private static NeuralNetConfiguration.Builder common() {
        return new NeuralNetConfiguration.Builder().seed(3).updater(new Adam(0.01));
    }

    private static MultiLayerNetwork network(boolean own) {
        MultiLayerNetwork network = new MultiLayerNetwork(
                common().list().layer(hidden()).layer(last(own)).build());
        network.init();
        return network;
    }

    /** Whether the first feature is larger than the second. */
    private static List<DataSet> data() {
        Random random = new Random(5);
        List<DataSet> batches = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            INDArray features = Examples.normal(random, 8, 3).castTo(DataType.FLOAT);
            INDArray labels = features.getColumn(0, true)
                    .gt(features.getColumn(1, true))
                    .castTo(DataType.FLOAT);
            batches.add(new DataSet(features, labels));
        }
        return batches;
    }

    private static double score(MultiLayerNetwork network) {
        return network.score(DataSet.merge(data()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void parallelWrapperTrains(boolean own) {
        MultiLayerNetwork network = network(own);
        double before = score(network);
        try (ParallelWrapper wrapper = new ParallelWrapper.Builder<>(network)
                .workers(2)
                .prefetchBuffer(2)
                .trainingMode(ParallelWrapper.TrainingMode.AVERAGING)
                .averagingFrequency(1)
                .build()) {
            for (int epoch = 0; epoch < 20; epoch++) {
                wrapper.fit(new ListDataSetIterator<>(data(), 8));
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        assertTrue(score(network) < before / 2, before + " to " + score(network));
    }

    @ParameterizedTest
    @CsvSource({"false, java", "true, java", "false, kryo", "true, kryo"})
    void sparkTrainsNetworks(boolean own, String serialization) {
        try (JavaSparkContext context = context(serialization)) {
            SparkDl4jMultiLayer spark = new SparkDl4jMultiLayer(context, network(own), master());
            double before = score(spark.getNetwork());
            for (int epoch = 0; epoch < 10; epoch++) {
                spark.fit(context.parallelize(data()));
            }
            double after = score(spark.getNetwork());
            assertTrue(after < before / 2, before + " to " + after);
        }
    }

    @ParameterizedTest
    @CsvSource({"false, java", "true, kryo"})
    void sparkTrainsGraphs(boolean own, String serialization) {
        ComputationGraph graph = new ComputationGraph(common()
                .graphBuilder()
                .addInputs("in")
                .addLayer("hidden", hidden(), "in")
                .addLayer("out", last(own), "hidden")
                .setOutputs("out")
                .build());
        graph.init();
        try (JavaSparkContext context = context(serialization)) {
            SparkComputationGraph spark = new SparkComputationGraph(context, graph, master());
            DataSet all = DataSet.merge(data());
            double before = graph.score(all);
            for (int epoch = 0; epoch < 10; epoch++) {
                spark.fit(context.parallelize(data()));
            }
            double after = spark.getNetwork().score(all);
            assertTrue(after < before / 2, before + " to " + after);
        }
    }

    private static ParameterAveragingTrainingMaster master() {
        return new ParameterAveragingTrainingMaster.Builder(8)
                .batchSizePerWorker(8)
                .averagingFrequency(2)
                .workerPrefetchNumBatches(0)
                .build();
    }

    private static JavaSparkContext context(String serialization) {
        SparkConf configuration = new SparkConf()
                .setMaster("local[2]")
                .setAppName("losses4j")
                .set("spark.ui.enabled", "false");
        if (serialization.equals("kryo")) {
            configuration
                    .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                    .set("spark.kryo.registrator", "org.nd4j.kryo.Nd4jRegistrator");
        }
        return new JavaSparkContext(configuration);
    }
}
