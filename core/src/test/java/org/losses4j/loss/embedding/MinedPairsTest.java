package org.losses4j.loss.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.losses4j.graph.Program;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** The host functions of mined losses against the same as formulas over all triplets. */
class MinedPairsTest {
    private static final double[] ROUND = {0, 0.5, 1, 1.5, 2};
    private static final double[] SPECIAL = {0, 1, 2, Double.POSITIVE_INFINITY, Double.NaN};

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 3", "3, 5", "7, 7", "7, 8", "12, 12", "4, 15"})
    void agreeWithTheFormula(int examples, int references) {
        Random random = new Random(examples);
        for (int i = 0; i < 100; i++) {
            check(examples, references, random, random.nextDouble());
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "5, 5", "9, 9", "5, 9"})
    void agreeWithTheFormulaAtTies(int examples, int references) {
        Random random = new Random(examples);
        for (int i = 0; i < 200; i++) {
            check(examples, references, random, ROUND[random.nextInt(ROUND.length)]);
        }
    }

    private static void check(int examples, int references, Random random, double margin) {
        int choice = random.nextInt(3);
        Shape shape = Shape.of(examples, references);
        double[] distances = random.doubles(shape.size(), 0, 3)
                .map(d -> choice == 0 ? d : choose(choice == 1 ? ROUND : SPECIAL, random))
                .toArray();
        double[] positive = new double[shape.size()];
        double[] negative = new double[shape.size()];
        int classes = 1 + random.nextInt(3);
        int[] labels = random.ints(references, 0, classes).toArray();
        boolean[] kept = new boolean[references];
        for (int i = 0; i < references; i++) {
            kept[i] = random.nextInt(5) > 0;
        }
        for (int i = 0; i < shape.size(); i++) {
            int a = i / references;
            int b = i % references;
            boolean pair = kept[a] && kept[b];
            positive[i] = pair && a != b && labels[a] == labels[b] ? 1 : 0;
            negative[i] = pair && labels[a] != labels[b] ? 1 : 0;
        }
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("distances", ReferenceTensor.of(distances, examples, references));
        inputs.put("positive", ReferenceTensor.of(positive, examples, references));
        inputs.put("negative", ReferenceTensor.of(negative, examples, references));
        agree(
                inputs,
                "semi-hard negatives, margin " + margin,
                t -> t.get("distances").host(new SemiHardNegatives(margin), t.get("positive"), t.get("negative")));
        for (Triplets wanted : Triplets.values()) {
            agree(
                    inputs,
                    wanted + " triplets, margin " + margin,
                    t -> t.get("distances")
                            .unsqueeze(0)
                            .host(new AllTriplets(margin, wanted), t.get("positive"), t.get("negative")));
        }
    }

    private static void agree(Map<String, Tensor> inputs, String what, Function<Map<String, Tensor>, Tensor> loss) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        inputs.forEach((role, tensor) -> shapes.put(role, tensor.shape()));
        List<Tensor> got =
                Program.record(shapes, loss).withGradient(List.of("distances")).evaluate(inputs);
        List<Tensor> wanted = Program.recordAsFormulas(shapes, loss)
                .withGradient(List.of("distances"))
                .evaluate(inputs);
        String message = what + " of "
                + inputs.values().stream()
                        .map(t -> Arrays.toString(t.toArray()))
                        .toList();
        assertArrayEquals(wanted.get(0).toArray(), got.get(0).toArray(), 1e-12, message);
        assertArrayEquals(wanted.get(1).toArray(), got.get(1).toArray(), 1e-12, message);
    }

    private static double choose(double[] numbers, Random random) {
        return numbers[random.nextInt(numbers.length)];
    }
}
