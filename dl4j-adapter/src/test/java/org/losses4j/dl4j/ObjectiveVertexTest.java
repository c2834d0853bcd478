package org.losses4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.LossType;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.dl4j.nd4j.ExecutionMode;
import org.losses4j.dl4j.nd4j.Nd4jExecution;
import org.losses4j.loss.generative.Vae;
import org.losses4j.loss.regression.Huber;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.NoOp;

class ObjectiveVertexTest {
    private static final int N = 5;
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

    static Stream<Objective> objectives() {
        return Losses.registered().types().stream()
                .<Objective>map(type -> Objective.of(((LossType<?>) type).create(Map.of())))
                .filter(objective -> objective.roles().stream()
                                .filter(role -> role.differentiable() && !role.optional())
                                .count()
                        > 1);
    }

    /** A layer for each trained role, an input for each given one, and weights. */
    private static ComputationGraph graph(Objective objective) {
        GraphBuilder builder = new NeuralNetConfiguration.Builder()
                .seed(5)
                .dataType(DataType.DOUBLE)
                .updater(new NoOp())
                .graphBuilder()
                .addInputs("in", "weights");
        if (takesGiven(objective)) {
            builder.addInputs("given");
        }
        Map<String, String> inputs = new LinkedHashMap<>();
        for (Role role : objective.roles()) {
            if (role.differentiable() && !role.optional()) {
                Activation activation = role.name().equals("variance") ? Activation.SOFTPLUS : Activation.TANH;
                builder.addLayer(
                        role.name(),
                        new DenseLayer.Builder()
                                .nIn(2)
                                .nOut(3)
                                .activation(activation)
                                .build(),
                        "in");
                inputs.put(role.name(), role.name());
            } else if (!role.optional()) {
                inputs.put(role.name(), "given");
            }
        }
        inputs.put("weights", "weights");
        ObjectiveGraphs.add(builder, "loss", objective, inputs).setOutputs("loss");
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        return graph;
    }

    private static boolean takesGiven(Objective objective) {
        return objective.roles().stream().anyMatch(role -> !role.optional() && !role.differentiable());
    }

    private static MultiDataSet data(Objective objective) {
        Random random = new Random(3);
        INDArray in = Examples.normal(random, N, 2);
        INDArray weights = Nd4j.createFromArray(1.0, 2, 0.5, 1, 3).reshape(N, 1);
        INDArray given = Examples.uniform(random, N, 3);
        boolean classes = objective.roles().stream().anyMatch(role -> !role.optional() && Examples.takesClasses(role));
        return takesGiven(objective)
                ? ObjectiveGraphs.data(in, weights, classes ? given.gt(0.5).castTo(DataType.DOUBLE) : given)
                : ObjectiveGraphs.data(in, weights);
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void gradientsOfSeveralInputsPassDeeplearning4jsCheck(Objective objective) {
        ComputationGraph graph = graph(objective);
        MultiDataSet data = data(objective);
        assertTrue(GradientCheckUtil.checkGradients(new GradientCheckUtil.GraphConfig()
                .net(graph)
                .inputs(data.getFeatures())
                .labels(data.getLabels())
                .maxRelError(1e-5)
                .minAbsoluteError(1e-9)));
    }

    @ParameterizedTest
    @MethodSource("objectives")
    void theScoreIsTheValueAndSurvivesSavingAndCloning(Objective objective) throws Exception {
        ComputationGraph graph = graph(objective);
        MultiDataSet data = data(objective);
        Map<String, INDArray> activations = graph.feedForward(data.getFeatures(), false);
        Map<String, INDArray> inputs = new LinkedHashMap<>();
        for (Role role : objective.roles()) {
            if (!role.optional()) {
                inputs.put(
                        role.name(),
                        activations.containsKey(role.name()) ? activations.get(role.name()) : data.getFeatures(2));
            }
        }
        inputs.put("weights", data.getFeatures(1));
        double value = new Nd4jExecution()
                .compute(objective, inputs, List.of())
                .value()
                .getDouble(0);
        assertEquals(value, graph.score(data), 1e-12);
        assertEquals(value, graph.scoreExamples(data, false).meanNumber().doubleValue(), 1e-12);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ModelSerializer.writeModel(graph, file, true);
        ComputationGraph restored =
                ModelSerializer.restoreComputationGraph(new ByteArrayInputStream(file.toByteArray()));
        assertEquals(value, restored.score(data), 1e-12);
        assertEquals(value, graph.clone().score(data), 1e-12);
        assertEquals(graph.getConfiguration(), Networks.javaCopy(graph.getConfiguration()));
        String json = graph.getConfiguration().toJson();
        assertFalse(json.contains("org.losses4j.loss"), json);
    }

    @Test
    void theExecutionModeIsSaved() throws Exception {
        ObjectiveVertex vertex =
                new ObjectiveVertex(Objective.of(new Huber()), List.of("prediction", "target")).channelsLast(true);
        ObjectiveVertex chosen = vertex.executionMode(ExecutionMode.OPERATIONS);
        assertNotEquals(vertex, chosen);
        assertEquals(chosen, chosen.clone());
        assertEquals(chosen, chosen.channelsLast(true));
        assertEquals(
                chosen,
                NeuralNetConfiguration.mapper()
                        .readValue(NeuralNetConfiguration.mapper().writeValueAsString(chosen), ObjectiveVertex.class));
    }

    private static ComputationGraph autoencoder(Long seed, boolean checked) {
        GraphBuilder builder = new NeuralNetConfiguration.Builder()
                .seed(5)
                .dataType(DataType.DOUBLE)
                .updater(checked ? new NoOp() : new Adam(0.01))
                .graphBuilder()
                .addInputs("in")
                .addLayer("mean", dense(4, 2, Activation.IDENTITY), "in")
                .addLayer("log_variance", dense(4, 2, Activation.IDENTITY), "in")
                .addVertex("latent", new SamplingVertex(seed), "mean", "log_variance")
                .addLayer("decoded", dense(2, 4, Activation.IDENTITY), "latent");
        ObjectiveGraphs.add(
                        builder,
                        "vae",
                        Objective.of(new Vae()),
                        Map.of(
                                "prediction", "decoded",
                                "target", "in",
                                "mean", "mean",
                                "log_variance", "log_variance"))
                .setOutputs("vae");
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        return graph;
    }

    private static DenseLayer dense(int in, int out, Activation activation) {
        return new DenseLayer.Builder().nIn(in).nOut(out).activation(activation).build();
    }

    @Test
    void gradientsFlowThroughTheSample() {
        ComputationGraph graph = autoencoder(null, true);
        MultiDataSet data = ObjectiveGraphs.data(Examples.normal(new Random(1), N, 4));
        assertTrue(GradientCheckUtil.checkGradients(new GradientCheckUtil.GraphConfig()
                .net(graph)
                .inputs(data.getFeatures())
                .labels(data.getLabels())
                .callEachIter(net -> Nd4j.getRandom().setSeed(12))
                .maxRelError(1e-5)
                .minAbsoluteError(1e-9)));
    }

    @Test
    void samplesAreRepeatableAndInferenceUsesTheMean() {
        MultiDataSet data = ObjectiveGraphs.data(Examples.normal(new Random(1), N, 4));
        ComputationGraph first = autoencoder(42L, false);
        ComputationGraph second = autoencoder(42L, false);
        double start = first.score(data);
        for (int i = 0; i < 200; i++) {
            first.fit(data);
            second.fit(data);
        }
        assertEquals(first.params(), second.params());
        assertTrue(first.score(data) < start);
        Map<String, INDArray> calm = first.feedForward(data.getFeatures(), false);
        assertEquals(calm.get("mean"), calm.get("latent"));
        Map<String, INDArray> drawn = first.feedForward(data.getFeatures(), true);
        assertFalse(drawn.get("mean").equals(drawn.get("latent")));
    }

    @Test
    void placeholderLabelsMakeAnIteratorsDataFit() {
        org.nd4j.linalg.dataset.api.MultiDataSet data = new MultiDataSet(new INDArray[] {Nd4j.ones(N, 4)}, null);
        ObjectiveGraphs.placeholderLabels(2).preProcess(data);
        assertEquals(2, data.getLabels().length);
        assertEquals(N, data.getLabels(0).size(0));
    }

    @Test
    void refusesRolesThatAreNotThere() {
        Objective vae = Objective.of(new Vae());
        IllegalArgumentException unknown = assertThrows(
                IllegalArgumentException.class,
                () -> new ObjectiveVertex(vae, List.of("prediction", "target", "mean", "variance")));
        assertTrue(unknown.getMessage().contains("variance"), unknown.getMessage());
        IllegalArgumentException missing = assertThrows(
                IllegalArgumentException.class,
                () -> new ObjectiveVertex(vae, List.of("prediction", "target", "mean")));
        assertTrue(missing.getMessage().contains("log_variance"), missing.getMessage());
    }

    @Test
    void refusesAMaskOfLabelsThatWouldWeighItsScores() {
        ComputationGraph graph = autoencoder(1L, false);
        MultiDataSet data = ObjectiveGraphs.data(Examples.normal(new Random(1), N, 4));
        data.setLabelsMaskArray(new INDArray[] {Nd4j.ones(N, 1)});
        RuntimeException error = assertThrows(RuntimeException.class, () -> graph.fit(data));
        assertTrue(error.getMessage().contains("mask"), error.getMessage());
        assertFalse(
                error instanceof DL4JInvalidInputException && error.getMessage().isEmpty());
    }
}
