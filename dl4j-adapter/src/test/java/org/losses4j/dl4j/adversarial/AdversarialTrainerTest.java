package org.losses4j.dl4j.adversarial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.losses4j.Objective;
import org.losses4j.dl4j.Examples;
import org.losses4j.dl4j.internal.array.Nd4jShapes;
import org.losses4j.dl4j.nd4j.Nd4jExecution;
import org.losses4j.graph.Program;
import org.losses4j.loss.generative.GradientPenalty;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

class AdversarialTrainerTest {
    private static final int LATENT = 2;

    private static Model network(boolean graph, int in, int out, DataType type, long seed) {
        NeuralNetConfiguration.Builder common = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .dataType(type) // A critic that learns faster than the generator keeps them from circling.
                .updater(new Adam(out == 1 ? 4e-3 : 1e-3, 0.5, 0.9, 1e-8));
        DenseLayer first = new DenseLayer.Builder()
                .nIn(in)
                .nOut(24)
                .activation(Activation.TANH)
                .build();
        DenseLayer second = new DenseLayer.Builder()
                .nIn(24)
                .nOut(16)
                .activation(Activation.SOFTPLUS)
                .build();
        DenseLayer last = new DenseLayer.Builder()
                .nIn(16)
                .nOut(out)
                .activation(Activation.IDENTITY)
                .build();
        if (!graph) {
            MultiLayerNetwork network = new MultiLayerNetwork(
                    common.list().layer(first).layer(second).layer(last).build());
            network.init();
            return network;
        }
        ComputationGraph network = new ComputationGraph(common.graphBuilder()
                .addInputs("in")
                .addLayer("first", first, "in")
                .addLayer("second", second, "first")
                .addLayer("last", last, "second")
                .setOutputs("last")
                .build());
        network.init();
        return network;
    }

    /** The penalty's gradient by a double application of the core's own derivatives, in float64. */
    private static double[] oracle(Map<String, INDArray> parameters, INDArray points) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("x", reference(points));
        parameters.forEach((name, values) -> inputs.put(name, reference(values)));
        Map<String, Shape> shapes = new LinkedHashMap<>();
        inputs.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        List<String> names = new ArrayList<>(parameters.keySet());
        // ∂/∂θ of the penalty by central differences of the penalty itself, whose ∇x is derived exactly.
        Program critic = Program.record(shapes, AdversarialTrainerTest::critic);
        List<Double> gradient = new ArrayList<>();
        for (String name : names) {
            double[] values = inputs.get(name).toArray();
            for (int i = 0; i < values.length; i++) {
                double kept = values[i];
                double step = 1e-5;
                values[i] = kept + step;
                double up = penalty(critic, with(inputs, name, values));
                values[i] = kept - step;
                double down = penalty(critic, with(inputs, name, values));
                values[i] = kept;
                gradient.add((up - down) / (2 * step));
            }
        }
        return gradient.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static Map<String, Tensor> with(Map<String, Tensor> inputs, String name, double[] values) {
        Map<String, Tensor> changed = new LinkedHashMap<>(inputs);
        changed.put(name, inputs.get(name).array(values, inputs.get(name).shape()));
        return changed;
    }

    private static double penalty(Program critic, Map<String, Tensor> inputs) {
        Tensor slopes = critic.withGradient(List.of("x")).evaluate(inputs).get(1);
        double[] values = slopes.toArray();
        int n = slopes.shape().extent(0);
        int d = slopes.shape().extent(1);
        double sum = 0;
        for (int row = 0; row < n; row++) {
            double squares = 0;
            for (int column = 0; column < d; column++) {
                squares += values[row * d + column] * values[row * d + column];
            }
            sum += Math.pow(Math.sqrt(squares) - 1, 2);
        }
        return sum / n;
    }

    private static Tensor critic(Map<String, Tensor> in) {
        Tensor first = in.get("x").matmul(in.get("0_W")).add(in.get("0_b"));
        // tanh(z) = 2σ(2z) − 1
        Tensor hidden = first.mul(2).sigmoid().mul(2).sub(1);
        Tensor second = hidden.matmul(in.get("1_W")).add(in.get("1_b")).softplus();
        return second.matmul(in.get("2_W")).add(in.get("2_b")).sum();
    }

    private static Tensor reference(INDArray array) {
        return ReferenceTensor.of(
                array.dup('c').data().asDouble(), Nd4jShapes.of(array).toArray());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void thePenaltysGradientIsThatOfAFloat64Oracle(boolean graph) {
        Model critic = network(graph, 3, 1, DataType.DOUBLE, 4);
        INDArray points = Examples.normal(new Random(2), 5, 3);
        Map<String, INDArray> parameters = new LinkedHashMap<>();
        ((MultiLayerNetwork) network(false, 3, 1, DataType.DOUBLE, 4))
                .paramTable()
                .forEach((name, values) -> parameters.put(name, values.dup()));
        critic.setParams(network(false, 3, 1, DataType.DOUBLE, 4).params().dup());
        PenaltyGradient.Result result = new PenaltyGradient(Objective.of(new GradientPenalty()), new Nd4jExecution())
                .of(Trainee.of(critic), points);
        double[] expected = oracle(parameters, points);
        // Parameters lie in columns in Deeplearning4j's flat array.
        List<Double> got = new ArrayList<>();
        int offset = 0;
        for (INDArray values : parameters.values()) {
            long rows = values.rank() == 2 ? values.size(0) : 1;
            long columns = values.length() / rows;
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    got.add(result.gradient().getDouble(offset + column * rows + row));
                }
            }
            offset += (int) values.length();
        }
        double largest = java.util.Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertTrue(largest > 1e-2, "the oracle sees no gradient");
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], got.get(i), 1e-7 * largest, "parameter " + i);
        }
    }

    private static Iterator<INDArray> ring(DataType type) {
        Random random = new Random(1);
        return Stream.generate(() -> {
                    INDArray batch = Nd4j.create(type, 64, 2);
                    for (int row = 0; row < 64; row++) {
                        batch.putScalar(row, 0, 2 + 0.3 * random.nextGaussian());
                        batch.putScalar(row, 1, -1 + 0.5 * random.nextGaussian());
                    }
                    return batch;
                })
                .iterator();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gan", "clipped", "penalty"})
    void theGeneratorLearnsWhereTheDataLie(String kind) {
        AdversarialSettings settings = switch (kind) {
            case "gan" -> AdversarialSettings.gan(LATENT, 1);
            case "clipped" -> AdversarialSettings.wassersteinClipped(LATENT, 1).clipWeights(0.1);
            default -> AdversarialSettings.wassersteinWithPenalty(LATENT, 1).criticSteps(3);
        };
        AdversarialTrainer trainer = new AdversarialTrainer(
                network(false, LATENT, 2, DataType.FLOAT, 1), network(true, 2, 1, DataType.FLOAT, 2), settings);
        List<AdversarialStep> steps = new ArrayList<>();
        int count = kind.equals("penalty") ? 200 : 400;
        trainer.onStep(steps::add).fit(ring(DataType.FLOAT), count);
        assertEquals(count, steps.size());
        INDArray made = trainer.sample(500, 5).mean(0);
        assertEquals(2, made.getDouble(0), 0.5, kind);
        assertEquals(-1, made.getDouble(1), 0.5, kind);
        if (kind.equals("clipped")) {
            assertTrue(trainer.critic().params().amaxNumber().doubleValue() <= 0.1f);
        }
        if (kind.equals("penalty")) {
            assertTrue(
                    steps.get(count - 1).penalty() < 0.5,
                    "penalty " + steps.get(count - 1).penalty());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSavedTrainingGoesOnAsItWouldHave(boolean graph) throws IOException {
        AdversarialSettings settings =
                AdversarialSettings.wassersteinWithPenalty(LATENT, 3).criticSteps(2);
        AdversarialTrainer trainer = new AdversarialTrainer(
                network(graph, LATENT, 2, DataType.DOUBLE, 1), network(graph, 2, 1, DataType.DOUBLE, 2), settings);
        INDArray batch = ring(DataType.DOUBLE).next();
        trainer.fit(Stream.generate(() -> batch).iterator(), 5);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        trainer.save(file);
        AdversarialTrainer restored =
                AdversarialTrainer.restore(new ByteArrayInputStream(file.toByteArray()), settings);
        trainer.fit(Stream.generate(() -> batch).iterator(), 5);
        restored.fit(Stream.generate(() -> batch).iterator(), 5);
        assertEquals(10, restored.steps());
        assertEquals(trainer.generator().params(), restored.generator().params());
        assertEquals(trainer.critic().params(), restored.critic().params());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPenaltyIsRefusedForACriticWithBatchNormalisation(boolean graph) {
        MultiLayerNetwork sequence = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder().nIn(2).nOut(8).build())
                .layer(new BatchNormalization.Builder().build())
                .layer(new DenseLayer.Builder()
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.feedForward(2))
                .build());
        sequence.init();
        Model critic = graph ? sequence.toComputationGraph() : sequence;
        Model generator = network(graph, LATENT, 2, DataType.FLOAT, 1);
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> new AdversarialTrainer(generator, critic, AdversarialSettings.wassersteinWithPenalty(LATENT, 1)));
        assertTrue(error.getMessage().contains("BatchNormalization"), error.getMessage());
        assertTrue(error.getMessage().contains("hasLayerNorm"), error.getMessage());
        new AdversarialTrainer(generator, critic, AdversarialSettings.gan(LATENT, 1)).fit(ring(DataType.FLOAT), 1);
    }

    @Test
    void refusesANetworkWithALossOfItsOwn() {
        MultiLayerNetwork withLoss = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list()
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .nIn(2)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
        withLoss.init();
        IllegalArgumentException error = assertThrows(
                IllegalArgumentException.class,
                () -> new AdversarialTrainer(
                        network(false, LATENT, 2, DataType.FLOAT, 1), withLoss, AdversarialSettings.gan(LATENT, 1)));
        assertTrue(error.getMessage().contains("ordinary layer"), error.getMessage());
        assertThrows(
                IllegalArgumentException.class,
                () -> AdversarialSettings.gan(LATENT, 1).clipWeights(0));
        assertThrows(
                IllegalArgumentException.class,
                () -> AdversarialSettings.gan(LATENT, 1).gradientPenalty(-1));
        AdversarialTrainer wrong = new AdversarialTrainer(
                network(false, LATENT, 3, DataType.FLOAT, 1),
                network(false, 2, 1, DataType.FLOAT, 1),
                AdversarialSettings.gan(LATENT, 1));
        IllegalArgumentException shape =
                assertThrows(IllegalArgumentException.class, () -> wrong.fit(ring(DataType.FLOAT), 1));
        assertTrue(shape.getMessage().contains("[64, 3]"), shape.getMessage());
    }
}
