package org.losses4j.engine.internal.codegen.lane;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.engine.Compilation;
import org.losses4j.engine.Engine;
import org.losses4j.engine.EngineOptions;
import org.losses4j.engine.EngineOptions.Vectors;
import org.losses4j.engine.FusedProgram;
import org.losses4j.engine.memory.Elements;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.graph.Graph;
import org.losses4j.graph.Program;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** The elementary functions against StrictMath, over all magnitudes, in both precisions, with vectors and without. */
class ElementaryTest {
    private static final double[] SPECIALS = {
        0.0,
        -0.0,
        1,
        -1,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        88.72283,
        88.72284,
        -87.33655,
        -103.97208,
        -103.97209,
        -104.5
    };

    static Stream<Arguments> functions() {
        return Stream.of(Precision.values())
                .flatMap(precision -> Stream.of(Vectors.WHERE_PRESENT, Vectors.NEVER)
                        .flatMap(vectors -> Stream.of(
                                        Arguments.of("exp", f(Tensor::exp), d(StrictMath::exp)),
                                        Arguments.of(
                                                "exp of -|x|",
                                                f(x -> x.abs().neg().exp()),
                                                d(x -> StrictMath.exp(-Math.abs(x)))),
                                        Arguments.of("expm1", f(Tensor::expm1), d(StrictMath::expm1)),
                                        Arguments.of("log", f(Tensor::log), d(StrictMath::log)),
                                        Arguments.of("log1p", f(Tensor::log1p), d(StrictMath::log1p)),
                                        Arguments.of(
                                                "log1p of |x|",
                                                f(x -> x.abs().log1p()),
                                                d(x -> StrictMath.log1p(Math.abs(x)))),
                                        Arguments.of("atan", f(Tensor::atan), d(StrictMath::atan)),
                                        Arguments.of("softplus", f(Tensor::softplus), d(ElementaryTest::softplus)),
                                        Arguments.of("sigmoid", f(Tensor::sigmoid), d(ElementaryTest::sigmoid)),
                                        power(0.5),
                                        power(1.5),
                                        power(-0.5),
                                        power(0.7),
                                        power(1.0 / 3),
                                        power(-2),
                                        power(-3),
                                        power(5),
                                        power(6),
                                        power(17.25),
                                        power(0.001),
                                        power(1e6),
                                        power(-1e40))
                                .map(Arguments::get)
                                .map(x -> Arguments.of(x[0], x[1], x[2], precision, vectors))));
    }

    private static Arguments power(double exponent) {
        return Arguments.of("power of " + exponent, f(x -> x.pow(exponent)), d(x -> StrictMath.pow(x, exponent)));
    }

    @ParameterizedTest(name = "{0} {3} {4}")
    @MethodSource("functions")
    void isWithinTwoUlp(
            String name,
            UnaryOperator<Tensor> function,
            DoubleUnaryOperator exact,
            Precision precision,
            Vectors vectors) {
        double[] points = precision == Precision.FLOAT32 ? floats() : doubles();
        double[] results = run(function, points, precision, vectors);
        double worst = 0;
        double at = 0;
        for (int i = 0; i < points.length; i++) {
            double wanted = exact.applyAsDouble(points[i]);
            double off = distance(results[i], wanted, precision);
            if (off > worst || Double.isNaN(off)) {
                worst = off;
                at = points[i];
            }
        }
        // StrictMath itself is off by up to 1 ulp of float64.
        double allowed = precision == Precision.FLOAT32 ? 2 : 4;
        assertTrue(worst <= allowed, name + " is off by " + worst + " ulp at " + at);
    }

    private static double[] floats() {
        // Every 4,001st bit pattern: all exponents, both signs, NaNs and infinities.
        int step = 4001;
        int count = (int) ((1L << 32) / step);
        double[] points = new double[count + SPECIALS.length];
        for (int i = 0; i < count; i++) {
            points[i] = Float.intBitsToFloat(i * step);
        }
        for (int i = 0; i < SPECIALS.length; i++) {
            points[count + i] = (float) SPECIALS[i];
        }
        return points;
    }

    private static double[] doubles() {
        java.util.Random random = new java.util.Random(20260101);
        double[] dense = random.doubles(200_000, -800, 800).toArray();
        double[] near = random.doubles(200_000, -3, 3).toArray();
        double[] all =
                random.longs(200_000).mapToDouble(Double::longBitsToDouble).toArray();
        double[] edges = {
            709.782712893384,
            709.7827128933841,
            -745.1332191019411,
            -745.1332191019412,
            Double.MIN_VALUE,
            Double.MAX_VALUE
        };
        return Stream.of(dense, near, all, edges, SPECIALS)
                .flatMapToDouble(java.util.Arrays::stream)
                .toArray();
    }

    /** How far a result is from the exact value, in units of the precision's last place there. */
    private static double distance(double got, double wanted, Precision precision) {
        if (precision == Precision.FLOAT32) {
            float rounded = (float) wanted;
            if (Float.isNaN(rounded) || Float.isInfinite(rounded) || rounded == 0) {
                boolean same = Float.compare((float) got, rounded) == 0;
                boolean tiny = rounded == 0 && wanted != 0 && Math.abs(got) <= Float.MIN_VALUE;
                boolean huge = Float.isInfinite(rounded)
                        && !Double.isInfinite(wanted)
                        && got * Math.signum(wanted) >= Float.MAX_VALUE;
                return same || tiny || huge ? 0 : Double.POSITIVE_INFINITY;
            }
            return Math.abs(got - wanted) / Math.ulp(rounded);
        }
        if (Double.isNaN(wanted) || Double.isInfinite(wanted) || wanted == 0) {
            boolean same = Double.compare(got, wanted) == 0;
            return same ? 0 : Double.POSITIVE_INFINITY;
        }
        return Math.abs(got - wanted) / Math.ulp(wanted);
    }

    private static double[] run(UnaryOperator<Tensor> function, double[] points, Precision precision, Vectors vectors) {
        Shape shape = Shape.of(points.length);
        Graph graph = Program.record(Map.of("x", shape), inputs -> function.apply(inputs.get("x")))
                .value();
        Layout layout = Layout.rowMajor(shape);
        Compilation compilation = new Engine(new EngineOptions().vectorsFrom(1).with(vectors))
                .compile(graph, precision, Map.of("x", layout), List.of(layout));
        FusedProgram program = ((Compilation.Compiled) compilation).program();
        if (precision == Precision.FLOAT64) {
            double[] result = new double[points.length];
            program.run(List.of(Elements.of(points, 0)), List.of(Elements.of(result, 0)));
            return result;
        }
        float[] narrowed = new float[points.length];
        IntStream.range(0, points.length).forEach(i -> narrowed[i] = (float) points[i]);
        float[] result = new float[points.length];
        program.run(List.of(Elements.of(narrowed, 0)), List.of(Elements.of(result, 0)));
        return IntStream.range(0, result.length).mapToDouble(i -> result[i]).toArray();
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    private static double sigmoid(double x) {
        double e = StrictMath.exp(-Math.abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }

    private static UnaryOperator<Tensor> f(UnaryOperator<Tensor> function) {
        return function;
    }

    private static DoubleUnaryOperator d(DoubleUnaryOperator function) {
        return function;
    }
}
