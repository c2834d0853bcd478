package org.losses4j.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.losses4j.Objective;
import org.losses4j.engine.EngineOptions.Vectors;
import org.losses4j.engine.internal.run.KernelTiers;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.execution.Programs;
import org.losses4j.graph.Graph;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;

/** What goes lane by lane before vectors are faster computes the same bits. */
class TiersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "binary_cross_entropy",
                "binary_cross_entropy(from_logits=false)",
                "binary_cross_entropy(label_smoothing=0.1)",
                "categorical_cross_entropy",
                "categorical_cross_entropy(label_smoothing=0.1)",
                "categorical_hinge",
                "cosine_similarity",
                "dice",
                "gaussian_nll",
                "hinge",
                "huber(delta=0.5)",
                "kl_divergence",
                "log_cosh",
                "log_squared_error",
                "mean_absolute_error",
                "mean_absolute_percentage_error",
                "mean_squared_error",
                "mean_squared_logarithmic_error",
                "poisson",
                "poisson_nll(full=true)",
                "poly1_cross_entropy",
                "quantile(tau=0.2)",
                "sigmoid_focal(gamma=1.5)",
                "sigmoid_focal(gamma=3)",
                "smooth_l1",
                "softmax_focal",
                "softmax_focal(gamma=2.5)",
                "sparse_categorical_cross_entropy",
                "sparse_softmax_focal",
                "squared_hinge",
                "tversky"
            })
    void theBitsAreThoseOfVectors(String objective) {
        for (Shape shape : List.of(Shape.of(9, 70), Shape.of(70, 9), Shape.of(3, 64), Shape.of(2, 40_000))) {
            for (Precision precision : Precision.values()) {
                List<double[]> lanes = run(objective, shape, precision, (first, second, scratch, elements) -> first);
                List<double[]> vectors = run(objective, shape, precision, (first, second, scratch, elements) -> second);
                for (int i = 0; i < lanes.size(); i++) {
                    assertArrayEquals(vectors.get(i), lanes.get(i), 0.0, shape + ", " + precision + ", output " + i);
                }
            }
        }
    }

    private static List<double[]> run(String objective, Shape shape, Precision precision, KernelTiers tiers) {
        Random random = new Random(4);
        boolean sparse = objective.startsWith("sparse");
        Map<String, ReferenceTensor> inputs = new LinkedHashMap<>();
        boolean probabilities = objective.contains("from_logits=false")
                || objective.startsWith("dice")
                || objective.startsWith("tversky");
        inputs.put("prediction", tensor(shape, () -> probabilities ? random.nextDouble() : 2 * random.nextGaussian()));
        inputs.put(
                "target",
                sparse
                        ? tensor(shape.without(1), () -> random.nextInt(shape.extent(1)))
                        : tensor(shape, random::nextDouble));
        if (objective.startsWith("gaussian_nll")) {
            inputs.put("variance", tensor(shape, () -> 0.1 + random.nextDouble()));
        }
        Map<String, Shape> shapes = new LinkedHashMap<>();
        inputs.forEach((role, tensor) -> shapes.put(role, tensor.shape()));
        Graph graph = new Programs().value(Objective.parse(objective), shapes).withGradient(List.of("prediction"));
        Engine engine =
                new Engine(new EngineOptions().vectorsFrom(1).with(Vectors.WHEN_FASTER), tiers, (pass, result) -> {});
        return new EngineRun(engine, precision, Layout::rowMajor).run(graph, inputs);
    }

    private static ReferenceTensor tensor(Shape shape, java.util.function.DoubleSupplier values) {
        double[] numbers = IntStream.range(0, shape.size())
                .mapToDouble(i -> (float) values.getAsDouble())
                .toArray();
        return ReferenceTensor.of(numbers, shape.toArray());
    }
}
