package org.losses4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.losses4j.engine.Engine;
import org.losses4j.engine.EngineOptions;
import org.losses4j.engine.memory.Elements;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.execution.Computation;
import org.losses4j.execution.FusedObjective;
import org.losses4j.execution.FusedObjectives;
import org.losses4j.execution.Programs;
import org.losses4j.graph.Program;
import org.losses4j.loss.regression.Huber;
import org.losses4j.tensor.Shape;

/** What several threads compute at once is what one computes alone, to the last bit. */
class ConcurrencyTest {
    private static final int THREADS = 6;
    private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(2000);
    private static final long SEED = 71;

    // The second and the third are spread over the pool; over 4,096 values are checked by the engine.
    private static final List<Shape> SHAPES = List.of(Shape.of(3, 5), Shape.of(300, 17), Shape.of(2, 1000));

    private static final List<String> OBJECTIVES = List.of(
            "huber(delta=0.5)",
            "binary_cross_entropy",
            "categorical_cross_entropy(label_smoothing=0.1)",
            "softmax_focal(gamma=2.5)",
            "sparse_categorical_cross_entropy",
            "objective(loss=cosine_similarity, batch=sum)",
            "sum(terms=[term(factor=0.5, objective=huber), term(factor=2, objective=log_cosh)])");

    @TempDir
    Path folder;

    /** An objective with inputs; a run leaves the bits of its value and of its gradient. */
    private record Case(Objective objective, Precision precision, Shape shape, List<Elements> inputs) {

        static List<Case> all() {
            Random random = new Random(SEED);
            List<Case> cases = new ArrayList<>();
            for (String text : OBJECTIVES) {
                for (Shape shape : SHAPES) {
                    for (Precision precision : Precision.values()) {
                        boolean sparse = text.startsWith("sparse");
                        Elements prediction = elements(
                                precision, random.doubles(shape.size(), -3, 3).toArray());
                        Elements target = elements(
                                precision,
                                sparse
                                        ? random.ints(shape.extent(0), 0, shape.extent(1))
                                                .asDoubleStream()
                                                .toArray()
                                        : random.doubles(shape.size(), 0, 1).toArray());
                        cases.add(new Case(Objective.parse(text), precision, shape, List.of(prediction, target)));
                    }
                }
            }
            return cases;
        }

        FusedObjective prepare(FusedObjectives objectives) {
            boolean sparse = objective.name().startsWith("sparse");
            Map<String, Layout> layouts = new LinkedHashMap<>();
            layouts.put(Role.PREDICTION, Layout.rowMajor(shape));
            layouts.put(Role.TARGET, Layout.rowMajor(sparse ? shape.without(1) : shape));
            return objectives
                    .prepare(
                            objective,
                            Computation.VALUE_AND_GRADIENTS,
                            precision,
                            layouts,
                            Map.of(Role.PREDICTION, Layout.rowMajor(shape)))
                    .orElseThrow();
        }

        long[] run(FusedObjective fused) {
            Elements gradient = elements(precision, new double[shape.size()]);
            double[] value = fused.run(inputs, List.of(gradient));
            return LongStream.concat(
                            LongStream.of(Double.doubleToLongBits(value[0])),
                            DoubleStream.of(gradient.toArray(Layout.rowMajor(shape)))
                                    .mapToLong(Double::doubleToLongBits))
                    .toArray();
        }

        private static Elements elements(Precision precision, double[] values) {
            if (precision == Precision.FLOAT64) {
                return Elements.of(values, 0);
            }
            float[] floats = new float[values.length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) values[i];
            }
            return Elements.of(floats, 0);
        }
    }

    @Test
    void onePreparedObjectiveServesAllThreads() throws Exception {
        List<Case> cases = Case.all();
        List<long[]> expected = alone(cases);
        FusedObjectives shared = new FusedObjectives(new Engine(options(256)), new Programs());
        List<FusedObjective> prepared =
                cases.stream().map(one -> one.prepare(shared)).toList();
        onAllThreads(random -> {
            int number = random.nextInt(cases.size());
            assertArrayEquals(
                    expected.get(number),
                    cases.get(number).run(prepared.get(number)),
                    () -> cases.get(number).objective() + " "
                            + cases.get(number).shape());
        });
    }

    /** Caches of two, so that what one thread still uses another one has made forgotten. */
    @Test
    void cachesThatAreTooSmallForgetNothingThatIsInUse() throws Exception {
        List<Case> cases = Case.all();
        List<long[]> expected = alone(cases);
        FusedObjectives shared = new FusedObjectives(new Engine(options(2)), new Programs(2));
        onAllThreads(random -> {
            int number = random.nextInt(cases.size());
            assertArrayEquals(
                    expected.get(number),
                    cases.get(number).run(cases.get(number).prepare(shared)),
                    () -> cases.get(number).objective() + " "
                            + cases.get(number).shape());
        });
    }

    @Test
    void valuesAreCheckedOnAllThreads() throws Exception {
        FusedObjectives shared = new FusedObjectives(new Engine(options(4)), new Programs(4));
        Objective objective = Objective.parse("sparse_categorical_cross_entropy");
        onAllThreads(random -> {
            int rows = 4096 + random.nextInt(100);
            float[] classes = new float[rows];
            for (int i = 0; i < rows; i++) {
                classes[i] = random.nextInt(3);
            }
            Case one = new Case(
                    objective,
                    Precision.FLOAT32,
                    Shape.of(rows, 3),
                    List.of(Elements.of(new float[3 * rows], 0), Elements.of(classes, 0)));
            FusedObjective fused = one.prepare(shared);
            one.run(fused);
            int wrong = random.nextInt(rows);
            classes[wrong] = 3;
            String message = assertThrows(IllegalArgumentException.class, () -> one.run(fused))
                    .getMessage();
            assertEquals(true, message.contains("got 3 at [" + wrong + "]"), message);
        });
    }

    /** The second formula is recorded while the first one is being recorded, and the first one waits for that. */
    @Test
    void aFormulaThatTakesLongHoldsUpNoOther() {
        Programs programs = new Programs();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        PointwiseLoss slow = (prediction, target) -> {
            begun.countDown();
            await(end);
            return prediction.sub(target);
        };
        Map<String, Shape> pair = Map.of(Role.PREDICTION, Shape.of(2), Role.TARGET, Shape.of(2));
        Thread thread = new Thread(() -> programs.value(Objective.of(slow), pair));
        thread.start();
        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> {
            await(begun);
            programs.value(Objective.of(new Huber()), pair);
            end.countDown();
            thread.join();
        });
    }

    @Test
    void gradientsAreDerivedOnce() throws Exception {
        for (int i = 0; i < 50; i++) {
            Program program = new Programs()
                    .value(Objective.of(new Huber()), Map.of(Role.PREDICTION, Shape.of(2), Role.TARGET, Shape.of(2)));
            List<Callable<Object>> asked = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                asked.add(() -> program.withGradient(List.of(Role.PREDICTION)));
            }
            ExecutorService threads = Executors.newFixedThreadPool(THREADS);
            try {
                for (Future<Object> graph : threads.invokeAll(asked)) {
                    assertSame(program.withGradient(List.of(Role.PREDICTION)), graph.get());
                }
            } finally {
                threads.shutdown();
            }
        }
    }

    @Test
    void lossesAreFoundWhileOthersComeAndGo() throws Exception {
        List<Plugin> plugins = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            plugins.add(Plugin.in(Files.createDirectory(folder.resolve("plugin" + i)))
                    .loss("Common" + i, i + 1)
                    .loss("InCode" + i, 2)
                    .provider("Provider", "List.of(LossType.of(\"common\", Common" + i + ".class))")
                    .services("example.Provider"));
        }
        try {
            onAllThreads(random -> {
                int number = random.nextInt(3);
                Plugin plugin = plugins.get(number);
                assertEquals(new Huber(2), plugin.call(() -> Losses.of("huber(delta=2)")));
                Loss common = plugin.call(() -> Losses.of("common"));
                assertEquals("Common" + number + "[factor=" + (number + 1) + ".0]", common.toString());
                assertEquals("common", common.name());
                String name = "stress_" + Thread.currentThread().getId();
                LossType<?> type = plugin.type(name, "InCode" + number);
                Losses.register(type);
                assertSame(type.type(), Losses.of(name).getClass());
                assertEquals(true, Losses.unregister(name));
                assertThrows(IllegalArgumentException.class, () -> Losses.of(name));
            });
        } finally {
            plugins.forEach(Plugin::close);
        }
    }

    private static List<long[]> alone(List<Case> cases) {
        EngineOptions options = options(256).on(new ForkJoinPool(1));
        FusedObjectives single = new FusedObjectives(new Engine(options), new Programs());
        return cases.stream().map(one -> one.run(one.prepare(single))).toList();
    }

    private static EngineOptions options(int capacity) {
        return new EngineOptions(
                EngineOptions.Vectors.WHEN_FASTER, 1, ForkJoinPool.commonPool(), 1 << 10, capacity, true);
    }

    private interface Step {
        void run(Random random) throws Exception;
    }

    /** Goes on for two seconds, and at least once, on each of several threads. */
    private static void onAllThreads(Step step) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            long end = System.nanoTime() + NANOS;
            List<Callable<Object>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(SEED + i);
                tasks.add(() -> {
                    do {
                        step.run(random);
                    } while (System.nanoTime() < end);
                    return "done";
                });
            }
            for (Future<Object> task : threads.invokeAll(tasks)) {
                task.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
