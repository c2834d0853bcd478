package org.losses4j.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** The derivative of each primitive against central differences, in each way that operands broadcast. */
class DerivativesTest {
    private static final long SEED = 7;

    static Stream<Arguments> operations() {
        return Stream.of(
                row("neg", x -> x.get(0).neg()),
                row("abs", x -> x.get(0).abs()),
                row("exp", x -> x.get(0).exp()),
                row("expm1", x -> x.get(0).expm1()),
                row("log", x -> x.get(0).abs().log()),
                row("log1p", x -> x.get(0).abs().log1p()),
                row("logGamma", x -> x.get(0).abs().add(0.1).logGamma()),
                row("atan", x -> x.get(0).atan()),
                row("tanh", x -> x.get(0).tanh()),
                row("sqrt", x -> x.get(0).abs().sqrt()),
                row("softplus", x -> x.get(0).softplus()),
                row("sigmoid", x -> x.get(0).sigmoid()),
                row("pow", x -> x.get(0).abs().pow(2.5)),
                row("add", x -> x.get(0).add(x.get(1))),
                row("sub", x -> x.get(0).sub(x.get(1))),
                row("mul", x -> x.get(0).mul(x.get(1))),
                row("div", x -> x.get(0).div(x.get(1))),
                row("minimum", x -> x.get(0).minimum(x.get(1))),
                row("maximum", x -> x.get(0).maximum(x.get(1))),
                row("where", x -> x.get(0).greater(x.get(1)).where(x.get(0).square(), x.get(1))),
                row("sum", x -> x.get(0).square().sum(0, false).mul(x.get(1))),
                row("sum and keep", x -> x.get(0).mul(x.get(1)).sum(-1, true).square()),
                row("max", x -> x.get(0).mul(x.get(1)).max(0, false)),
                row("logSumExp", x -> x.get(0).mul(x.get(1)).logSumExp(-1, false)),
                row("logSoftmax", x -> x.get(0).mul(x.get(1)).logSoftmax(0).mul(x.get(1))),
                row("expand", x -> x.get(0).expand(Shape.of(2, 3, 4)).mul(x.get(1))),
                row(
                        "reshape",
                        x -> x.get(0).reshape(Shape.of(x.get(0).shape().size())).square()),
                row("transpose", x -> x.get(0).transpose().mul(x.get(0).sum())),
                row("matmul", x -> x.get(0).matmul(x.get(0).transpose())),
                row("mean", x -> x.get(0).square().mean(1, false)));
    }

    private static Arguments row(String name, Function<List<Tensor>, Tensor> operation) {
        return Arguments.of(name, operation);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operations")
    void isThatOfDifferences(String name, Function<List<Tensor>, Tensor> operation) {
        for (Shape left : List.of(Shape.of(3, 4), Shape.of(3, 1), Shape.of(1, 4), Shape.of(1, 1))) {
            for (Shape right :
                    List.of(Shape.of(3, 4), Shape.of(4), Shape.of(3, 1), Shape.scalar(), Shape.of(2, 1, 4))) {
                check(name + " of " + left + " and " + right, operation, left, right);
            }
        }
    }

    private static void check(String where, Function<List<Tensor>, Tensor> operation, Shape left, Shape right) {
        Random random = new Random(SEED);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("a", numbers(left, random));
        inputs.put("b", numbers(right, random));
        Map<String, Shape> shapes = new LinkedHashMap<>(Map.of("a", left, "b", right));
        Program program = Program.record(shapes, x -> operation.apply(List.of(x.get("a"), x.get("b"))));
        List<Tensor> results = program.withGradient(List.of("a", "b")).evaluate(inputs);
        compare(where, program, inputs, "a", results.get(1).toArray());
        compare(where, program, inputs, "b", results.get(2).toArray());
    }

    private static void compare(
            String where, Program program, Map<String, Tensor> inputs, String role, double[] gradient) {
        double step = 1e-6;
        for (int i = 0; i < gradient.length; i++) {
            double difference =
                    (sum(program, inputs, role, i, step) - sum(program, inputs, role, i, -step)) / (2 * step);
            assertEquals(
                    difference,
                    gradient[i],
                    1e-6 * (1 + Math.abs(difference)),
                    where + " by " + role + " " + i + " (seed " + SEED + ")");
        }
    }

    private static double sum(Program program, Map<String, Tensor> inputs, String role, int index, double step) {
        double[] values = inputs.get(role).toArray();
        values[index] += step;
        Map<String, Tensor> moved = new LinkedHashMap<>(inputs);
        moved.put(role, ReferenceTensor.of(values, inputs.get(role).shape().toArray()));
        return program.value().evaluate(moved).get(0).sum().item();
    }

    private static Tensor numbers(Shape shape, Random random) {
        return ReferenceTensor.of(
                random.doubles(shape.size())
                        .map(x -> 0.5 + 2 * x)
                        .map(x -> random.nextBoolean() ? x : -x)
                        .toArray(),
                shape.toArray());
    }
}
