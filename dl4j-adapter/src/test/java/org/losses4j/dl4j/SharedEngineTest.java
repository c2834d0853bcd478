package org.losses4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.losses4j.Objective;
import org.losses4j.engine.Engine;
import org.losses4j.engine.EngineOptions;
import org.losses4j.loss.regression.Huber;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** An engine that is given is the one that computes: its pool gets work. */
class SharedEngineTest {
    private static final int EXAMPLES = 512;
    private static final int OUTPUTS = 128;

    private final AtomicInteger threads = new AtomicInteger();
    private final ForkJoinPool pool = new ForkJoinPool(
            2,
            forPool -> {
                threads.incrementAndGet();
                return ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(forPool);
            },
            null,
            false);
    private final Engine engine = new Engine(new EngineOptions().on(pool).parallelFrom(1));
    private final INDArray features = Nd4j.rand(DataType.DOUBLE, EXAMPLES, 3);
    private final INDArray labels = Nd4j.rand(DataType.DOUBLE, EXAMPLES, OUTPUTS);

    @AfterEach
    void shutDown() {
        pool.shutdown();
    }

    @Test
    void ofALayer() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .list()
                .layer(new ObjectiveOutputLayer.Builder(new Huber())
                        .nOut(OUTPUTS)
                        .engine(engine)
                        .build())
                .setInputType(InputType.feedForward(3))
                .build());
        network.init();
        network.fit(new DataSet(features, labels));
        assertTrue(threads.get() > 0);
    }

    @Test
    void ofAVertex() {
        GraphBuilder builder = new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .graphBuilder()
                .addInputs("in", "target")
                .addLayer("out", new DenseLayer.Builder().nOut(OUTPUTS).build(), "in");
        ObjectiveVertex vertex =
                new ObjectiveVertex(Objective.of(new Huber()), List.of("prediction", "target")).engine(engine);
        ObjectiveGraphs.add(builder, "loss", vertex, Map.of("prediction", "out", "target", "target"))
                .setOutputs("loss")
                .setInputTypes(InputType.feedForward(3), InputType.feedForward(OUTPUTS));
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        graph.fit(ObjectiveGraphs.data(features, labels));
        assertTrue(threads.get() > 0);
    }
}
