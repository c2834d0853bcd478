package org.losses4j.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.graph.Graph;
import org.losses4j.graph.Program;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * Formulas that nobody would write, one after the other on one engine, on which kernels and plans of earlier ones wait to be
 * shared: value and gradients against reference tensors.
 */
class RandomFormulasTest {
    private static final int FORMULAS = 600;
    private static final List<String> ROLES = List.of("x", "y");
    private static final List<Shape> SHAPES = List.of(
            Shape.of(7), Shape.of(5, 9), Shape.of(3, 40), Shape.of(9, 1), Shape.of(2, 3, 5), Shape.of(4, 1, 17));
    private static final List<Function<Shape, Layout>> LAYOUTS = List.of(
            Layout::rowMajor,
            Layout::columnMajor,
            shape -> Layout.rowMajor(shape).in(Layout.Storage.BYTES));

    @ParameterizedTest
    @EnumSource
    void theEngineComputesWhatReferenceTensorsDo(EngineOptions.Vectors vectors) {
        EngineOptions options = new EngineOptions().vectorsFrom(1).with(vectors).warmUp(false);
        Engine engine = new Engine(options);
        int compared = 0;
        for (int seed = 0; seed < FORMULAS; seed++) {
            Random random = new Random(seed);
            // Two shapes of the same formula: the second takes the plan of the first where it can.
            Shape first = SHAPES.get(random.nextInt(SHAPES.size()));
            Shape second = first.with(0, first.extent(0) + 2);
            for (Shape shape : List.of(first, second)) {
                compared += compare(engine, seed, shape, LAYOUTS.get(seed % LAYOUTS.size())) ? 1 : 0;
            }
        }
        assertTrue(compared > FORMULAS, compared + " of " + 2 * FORMULAS + " were compared");
    }

    private static boolean compare(Engine engine, int seed, Shape shape, Function<Shape, Layout> layout) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        ROLES.forEach(role -> shapes.put(role, shape));
        Graph graph = Program.record(shapes, inputs -> formula(seed, inputs)).withGradient(ROLES);
        Map<String, ReferenceTensor> inputs = new LinkedHashMap<>();
        Random random = new Random(seed);
        for (String role : ROLES) {
            double[] numbers =
                    random.doubles(shape.size(), -2, 2).map(x -> (float) x).toArray();
            inputs.put(role, ReferenceTensor.of(numbers, shape.toArray()));
        }
        Map<String, Layout> layouts = new LinkedHashMap<>();
        ROLES.forEach(role -> layouts.put(role, layout.apply(shape)));
        List<Layout> outputs =
                graph.outputs().stream().map(node -> layout.apply(node.shape())).toList();
        Compilation compilation = engine.compile(graph, Precision.FLOAT64, layouts, outputs);
        assertTrue(!(compilation instanceof Compilation.Failed), () -> "seed " + seed + ": " + compilation);
        if (!(compilation instanceof Compilation.Compiled)) {
            return false;
        }
        List<double[]> got = new EngineRun(engine, Precision.FLOAT64, layout).run(graph, inputs);
        List<Tensor> wanted = graph.evaluate(new LinkedHashMap<>(inputs));
        for (int i = 0; i < got.size(); i++) {
            near("seed " + seed + ", " + shape + ", output " + i + " of\n" + graph, got.get(i), wanted.get(i));
        }
        return true;
    }

    /** Within 10⁻⁹ of the largest number of the output: gradients of sums may be small differences. */
    private static void near(String what, double[] got, Tensor tensor) {
        double[] wanted = tensor.toArray();
        double scale = 1;
        for (double number : wanted) {
            scale = Math.max(scale, Double.isFinite(number) ? Math.abs(number) : 0);
        }
        for (int i = 0; i < wanted.length; i++) {
            boolean same = Double.compare(got[i], wanted[i]) == 0 || Math.abs(got[i] - wanted[i]) <= 1e-9 * scale;
            assertTrue(same, what + "\nat " + i + ": got " + got[i] + ", wanted " + wanted[i]);
        }
    }

    private static Tensor formula(int seed, Map<String, Tensor> inputs) {
        Random random = new Random(seed);
        List<Tensor> known = new ArrayList<>(inputs.values());
        Tensor x = known.get(0);
        for (int steps = 3 + random.nextInt(6); steps > 0; steps--) {
            Tensor a = known.get(known.size() - 1 - random.nextInt(Math.min(3, known.size())));
            Tensor b = known.get(random.nextInt(known.size()));
            known.add(step(random, a, b, x));
        }
        Tensor last = known.get(known.size() - 1).sum();
        // Of most formulas all steps count, of the others those that lead to the last.
        return seed % 4 == 0
                ? last
                : known.subList(2, known.size() - 1).stream().map(Tensor::sum).reduce(last, Tensor::add);
    }

    /** An operation; comparisons are of inputs and constants alone, as rounding decides on those of what is all but equal. */
    private static Tensor step(Random random, Tensor a, Tensor b, Tensor x) {
        int axis = random.nextInt(Math.max(1, a.shape().rank()));
        boolean full = a.shape().rank() == x.shape().rank();
        return switch (random.nextInt(21)) {
            case 0 -> a.mul(0.5).sigmoid();
            case 1 -> a.softplus();
            case 2 -> a.abs().log1p();
            case 3 -> a.abs().neg().exp();
            case 4 -> a.square().add(1).log();
            case 5 -> a.square().add(0.1).sqrt();
            case 6 -> a.tanh();
            case 7 -> a.neg();
            case 8 -> a.add(b);
            case 9 -> a.sub(b);
            case 10 -> a.mul(b);
            case 11 -> a.div(b.square().add(1));
            case 12 -> x.greater(0.25).where(a, b);
            case 13 -> a.mul(x.relu());
            case 14 -> full ? a.sum(axis, true) : a;
            case 15 -> full ? a.mean(axis, true).abs() : a.abs();
            case 16 -> full ? a.logSumExp(axis, true) : a;
            case 17 -> full ? a.sub(a.max(axis, true)) : a;
            case 18 -> full ? a.logSoftmax(axis) : a;
            case 19 -> full ? a.mean(axis, true).expand(x.shape()) : a.expand(x.shape());
            default -> a.mean().abs().add(b);
        };
    }
}
