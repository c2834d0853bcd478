package org.losses4j.dl4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
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
import org.losses4j.tensor.Shape;
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

    /** The shapes of the required inputs, of three numbers in a row where the loss takes them, and of weights where it takes these. */
    private static Map<String, Shape> shapes(Objective objective) {
        for (int width : new int[] {3, 1}) {
            for (Shape behind : List.of(Shape.of(N, 3), Shape.of(N, 3, 3))) {
                Map<String, Shape> shapes = new LinkedHashMap<>();
                objective.roles().stream()
                        .filter(role -> !role.optional())
                        .forEach(role -> shapes.put(role.name(), shape(role, width, behind)));
                if (fit(objective, shapes)) {
                    Map<String, Shape> weighted = new LinkedHashMap<>(shapes);
                    weighted.put(Role.WEIGHTS, Shape.of(N, 1));
                    return fit(objective, weighted) ? weighted : shapes;
                }
            }
        }
        throw new AssertionError("no shapes for " + objective);
    }

    private static Shape shape(Role role, int width, Shape behind) {
        return switch (role.extent()) {
            case FIRST, SAME, CLASSES, FREE -> Shape.of(N, width);
            case ROWS -> Shape.of(N, 1);
            case EXAMPLES -> Shape.of(N);
            case BATCH -> role.differentiable() ? behind : Shape.of(N, 3);
        };
    }

    private static boolean fit(Objective objective, Map<String, Shape> shapes) {
        try {
            objective.checkShapes(shapes);
            return true;
        } catch (IllegalArgumentException otherShapes) {
            return false;
        }
    }

    /** A layer for each trained role, and an input for each given one. */
    private static ComputationGraph graph(Objective objective) {
        GraphBuilder builder = new NeuralNetConfiguration.Builder()
                .seed(5)
                .dataType(DataType.DOUBLE)
                .updater(new NoOp())
                .graphBuilder()
                .addInputs("in");
        Map<String, Shape> shapes = shapes(objective);
        Map<String, String> inputs = new LinkedHashMap<>();
        for (Role role : objective.roles()) {
            Shape shape = shapes.get(role.name());
            if (shape == null) {
                continue;
            }
            inputs.put(role.name(), role.name());
            if (!role.differentiable()) {
                builder.addInputs(role.name());
                continue;
            }
            String layer = shape.rank() == 2 ? role.name() : role.name() + "-rows";
            builder.addLayer(
                    layer,
                    new DenseLayer.Builder()
                            .nIn(2)
                            .nOut(shape.size() / N)
                            .activation(role.values().low() >= 0 ? Activation.SOFTPLUS : Activation.TANH)
                            .build(),
                    "in");
            if (shape.rank() > 2) {
                builder.addVertex(role.name(), new ReshapeVertex('c', shape.toArray(), null), layer);
            }
        }
        ObjectiveVertex vertex = new ObjectiveVertex(objective, List.copyOf(inputs.keySet())).channelsLast(true);
        ObjectiveGraphs.add(builder, "loss", vertex, inputs).setOutputs("loss");
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        return graph;
    }

    private static MultiDataSet data(Objective objective) {
        Random random = new Random(3);
        List<INDArray> features = new ArrayList<>(List.of(Examples.normal(random, N, 2)));
        Map<String, Shape> shapes = shapes(objective);
        for (Role role : objective.roles()) {
            Shape shape = shapes.get(role.name());
            if (shape != null && !role.differentiable()) {
                features.add(given(role, shape, random));
            }
        }
        return ObjectiveGraphs.data(features.toArray(INDArray[]::new));
    }

    private static INDArray given(Role role, Shape shape, Random random) {
        if (role.name().equals(Role.WEIGHTS)) {
            return Nd4j.createFromArray(1.0, 2, 0.5, 1, 3).reshape(N, 1);
        }
        if (role.extent() == Role.ShapeRule.EXAMPLES) {
            return Nd4j.createFromArray(0.0, 1, 2, 1, 0).reshape(N, 1);
        }
        INDArray given = Examples.uniform(random, N, shape.size() / N);
        return Examples.takesClasses(role) ? given.gt(0.5).castTo(DataType.DOUBLE) : given;
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
        shapes(objective).forEach((role, shape) -> {
            INDArray input = activations.get(role);
            inputs.put(role, shape.rank() == 1 ? input.reshape('c', new long[] {N}) : input);
        });
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
