package org.losses4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.CompositeObjective;
import org.losses4j.Objective;
import org.losses4j.loss.classification.SparseCategoricalCrossEntropy;
import org.losses4j.loss.embedding.Center;
import org.losses4j.loss.embedding.ProxyNca;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.ops.transforms.Transforms;

class ClassVectorsLayerTest {
    private static DataType before = DataType.FLOAT;

    @BeforeAll
    static void useDoubles() {
        before = Nd4j.dataType();
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    }

    @AfterAll
    static void restore() {
        Nd4j.setDefaultDataTypes(before, before);
    }

    /** Roles with the vectors of the classes first, and last. */
    static Stream<List<String>> orders() {
        return Stream.of(List.of("centers", "embedding", "target"), List.of("target", "embedding", "centers"));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void theScoreIsTheMeanOfTheBatchWhateverTheOrderOfInputs(List<String> roles) {
        GraphBuilder builder = builder(new NoOp());
        ObjectiveVertex vertex = new ObjectiveVertex(Objective.of(new Center()), roles);
        ObjectiveGraphs.add(
                        builder,
                        "loss",
                        vertex,
                        Map.of("embedding", "embedding", "centers", "vectors", "target", "classes"))
                .setOutputs("loss");
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        INDArray centers = Nd4j.createFromArray(new double[][] {{1, 1}, {5, 5}, {-1, 0}});
        graph.getLayer("vectors").getParam("W").assign(centers.transpose());
        MultiDataSet data = data(7);
        INDArray embedding = graph.feedForward(data.getFeatures(), false).get("embedding");
        double expected = 0;
        for (int i = 0; i < 7; i++) {
            expected += embedding.getRow(i).squaredDistance(centers.getRow(i % 3)) / 2 / 7;
        }
        assertEquals(expected, graph.score(data), 1e-12);
        check(graph, data);
    }

    static Stream<Objective> objectives() {
        return Stream.of(Objective.of(new Center()), Objective.of(new ProxyNca(3)), joint());
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void gradientsPassDeeplearning4jsCheck(Objective objective) {
        check(graph(objective, new NoOp()), data(7));
    }

    private static void check(ComputationGraph graph, MultiDataSet data) {
        assertTrue(GradientCheckUtil.checkGradients(new GradientCheckUtil.GraphConfig()
                .net(graph)
                .inputs(data.getFeatures())
                .labels(data.getLabels())
                .maxRelError(1e-5)
                .minAbsoluteError(1e-9)));
    }

    @Test
    void aStepMovesTheCenterOfAClassOfTheBatchByTheMeanGradient() {
        ComputationGraph graph = graph(Objective.of(new Center()), new Sgd(0.5));
        INDArray in = Nd4j.createFromArray(new double[][] {{0.3, 1}, {-1, 0.5}});
        INDArray classes = Nd4j.createFromArray(new double[][] {{0}, {0}});
        MultiDataSet data = ObjectiveGraphs.data(in, classes);
        INDArray embedding =
                graph.feedForward(data.getFeatures(), false).get("embedding").dup();
        INDArray vectors = graph.getLayer("vectors").getParam("W").transpose().dup();
        graph.fit(data);
        INDArray moved = graph.getLayer("vectors").getParam("W").transpose();
        INDArray expected =
                vectors.getRow(0).sub(vectors.getRow(0).sub(embedding.mean(0)).mul(0.5));
        assertTrue(expected.equalsWithEps(moved.getRow(0), 1e-12), moved.toString());
        assertEquals(vectors.getRow(1), moved.getRow(1));
        assertEquals(vectors.getRow(2), moved.getRow(2));
    }

    @Test
    void proxiesAreTrainedAndRestored() throws Exception {
        ComputationGraph graph = graph(Objective.of(new ProxyNca(8)), new Adam(0.02));
        train(graph);
        INDArray proxies = graph.getLayer("vectors").getParam("W");
        assertRight(embedding(graph).mmul(proxies.divRowVector(proxies.norm2(0))));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ModelSerializer.writeModel(graph, file, true);
        ComputationGraph restored =
                ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(file.toByteArray()), true);
        assertEquals(graph.getConfiguration(), restored.getConfiguration());
        assertEquals(graph.getConfiguration(), Networks.javaCopy(graph.getConfiguration()));
        MultiDataSet data = data(60);
        assertEquals(graph.score(data), restored.score(data), 1e-12);
        assertEquals(graph.score(data), graph.clone().score(data), 1e-12);
        graph.fit(data);
        restored.fit(data);
        assertEquals(graph.params(), restored.params());
    }

    @Test
    void crossEntropyAndCentersTrainTogether() {
        ComputationGraph graph = graph(joint(), new Adam(0.02));
        double first = graph.score(data(60));
        train(graph);
        assertRight(graph.feedForward(data(60).getFeatures(), false).get("logits"));
        double last = graph.score(data(60));
        assertTrue(last < first / 2, first + " to " + last);
    }

    @Test
    void itEqualsNoOtherLayer() {
        ClassVectorsLayer layer = new ClassVectorsLayer.Builder(3).nIn(2).build();
        assertEquals(layer, new ClassVectorsLayer.Builder(3).nIn(2).build());
        assertEquals(layer, layer.clone());
        assertNotEquals(layer, new ClassVectorsLayer.Builder(4).nIn(2).build());
        assertEquals("ClassVectorsLayer(features=2, classes=3)", layer.toString());
        assertThrows(IllegalArgumentException.class, () -> new ClassVectorsLayer.Builder(0));
    }

    private static Objective joint() {
        return new CompositeObjective(List.of(
                new CompositeObjective.Term(1, Objective.of(new SparseCategoricalCrossEntropy())),
                new CompositeObjective.Term(0.1, Objective.of(new Center()))));
    }

    private static ComputationGraph graph(Objective objective, IUpdater updater) {
        GraphBuilder builder = builder(updater);
        String vectors =
                objective.roles().stream().anyMatch(role -> role.name().equals("proxies")) ? "proxies" : "centers";
        boolean classifies =
                objective.roles().stream().anyMatch(role -> role.name().equals("prediction"));
        if (classifies) {
            builder.addLayer(
                    "logits",
                    new DenseLayer.Builder()
                            .nOut(3)
                            .activation(Activation.IDENTITY)
                            .build(),
                    "embedding");
        }
        Map<String, String> inputs = Map.of("embedding", "embedding", vectors, "vectors", "target", "classes");
        Map<String, String> joint =
                Map.of("prediction", "logits", "embedding", "embedding", "centers", "vectors", "target", "classes");
        ObjectiveGraphs.add(builder, "loss", objective, classifies ? joint : inputs)
                .setOutputs("loss");
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        return graph;
    }

    private static GraphBuilder builder(IUpdater updater) {
        return new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(DataType.DOUBLE)
                .updater(updater)
                .activation(Activation.TANH)
                .graphBuilder()
                .addInputs("in", "classes")
                .addLayer("hidden", new DenseLayer.Builder().nOut(8).build(), "in")
                .addLayer(
                        "embedding",
                        new DenseLayer.Builder()
                                .nOut(2)
                                .activation(Activation.IDENTITY)
                                .build(),
                        "hidden")
                .addLayer("vectors", new ClassVectorsLayer.Builder(3).build(), "embedding")
                .setInputTypes(InputType.feedForward(2), InputType.feedForward(1));
    }

    private static MultiDataSet data(int examples) {
        INDArray classes = Nd4j.create(DataType.DOUBLE, examples, 1);
        for (int i = 0; i < examples; i++) {
            classes.putScalar(i, 0, i % 3);
        }
        INDArray angles = classes.mul(2 * Math.PI / 3);
        INDArray centers = Nd4j.hstack(Transforms.cos(angles), Transforms.sin(angles));
        INDArray noise = Examples.normal(new Random(4), examples, 2).mul(0.2);
        return ObjectiveGraphs.data(centers.add(noise), classes);
    }

    private static void train(ComputationGraph graph) {
        MultiDataSet data = data(60);
        for (int step = 0; step < 200; step++) {
            graph.fit(data);
        }
    }

    private static INDArray embedding(ComputationGraph graph) {
        return graph.feedForward(data(60).getFeatures(), false).get("embedding");
    }

    private static void assertRight(INDArray scores) {
        INDArray found = scores.argMax(1).castTo(DataType.DOUBLE).reshape(60, 1);
        double right = found.eq(data(60).getFeatures(1))
                .castTo(DataType.DOUBLE)
                .sumNumber()
                .doubleValue();
        assertTrue(right > 48, right + " of 60");
    }
}
