package org.losses4j.engine.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.Inputs;
import org.losses4j.conformance.LossSample;
import org.losses4j.engine.Engine;
import org.losses4j.engine.EngineFixtures;
import org.losses4j.engine.EngineOptions;
import org.losses4j.engine.internal.codegen.Kernel;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.execution.Computation;
import org.losses4j.execution.Programs;
import org.losses4j.graph.Graph;
import org.losses4j.tensor.Shape;

/** A warm-up runs every kernel of vectors within its scratch memory, stops when vectors are fast, and gives up in time. */
class WarmUpTest {
    private static final long MILLISECOND = 1_000_000;

    private static final List<Function<Shape, Layout>> LAYOUTS = List.of(
            Layout::rowMajor,
            Layout::columnMajor,
            shape -> Layout.rowMajor(shape).in(Layout.Storage.BYTES));

    static List<LossSample> losses() {
        return LossSample.all();
    }

    /** Every access of memory is checked, by Java. */
    @ParameterizedTest
    @MethodSource("losses")
    void everyKernelStaysWithinItsScratchMemory(LossSample sample) {
        for (int factor : new int[] {1, 7, 60}) {
            Map<String, Shape> shapes = new LinkedHashMap<>();
            Inputs.of(new LinkedHashMap<>(sample.inputs()))
                    .shapes()
                    .forEach((role, shape) -> shapes.put(role, times(shape, factor)));
            for (Function<Shape, Layout> layout : LAYOUTS) {
                runOnScratch(sample, shapes, layout);
            }
        }
    }

    private static Shape times(Shape shape, int factor) {
        int[] extents = shape.toArray();
        for (int i = 0; i < extents.length; i++) {
            extents[i] *= extents[i] == 1 ? 1 : factor;
        }
        return Shape.of(extents);
    }

    private static void runOnScratch(LossSample sample, Map<String, Shape> shapes, Function<Shape, Layout> layout) {
        Graph graph;
        try {
            graph = new Programs()
                    .graph(sample.objective(), Computation.VALUE_AND_GRADIENTS, shapes, sample.trainedRoles());
        } catch (IllegalArgumentException theLossHasAnExtentOfItsOwn) {
            return;
        }
        Map<String, Layout> inputs = new LinkedHashMap<>();
        shapes.forEach((role, shape) -> inputs.put(role, layout.apply(shape)));
        List<Layout> outputs =
                graph.outputs().stream().map(node -> layout.apply(node.shape())).toList();
        List<Runnable> runs = new ArrayList<>();
        Engine engine =
                EngineFixtures.tiered(new EngineOptions().vectorsFrom(1), (laneByLane, vectors, scratch, elements) -> {
                    runs.add(() -> {
                        ScratchMemory memory = scratch.get();
                        memory.run(vectors);
                        memory.runByElement(laneByLane);
                        memory.runIdly(vectors, 1);
                        memory.runIdly(laneByLane, 1);
                    });
                    return vectors;
                });
        for (Precision precision : Precision.values()) {
            engine.compile(graph, precision, inputs, outputs);
        }
        runs.forEach(Runnable::run);
    }

    @Test
    void vectorsTakeOverWhenTheyAreFast() {
        AtomicInteger calls = new AtomicInteger();
        Tiered tiered = warmed(calls, call -> call < 200 ? MILLISECOND : 1_000);
        assertTrue(tiered.usesVectors());
        assertEquals(203, calls.get(), "three fast runs");
    }

    @Test
    void slowVectorsAreGivenUpInTime() {
        AtomicInteger calls = new AtomicInteger();
        Tiered tiered = warmed(calls, call -> 10 * MILLISECOND);
        assertFalse(tiered.usesVectors());
        assertEquals(500, calls.get(), "five seconds of work");
    }

    /** One fast run may be a clock that stood still. */
    @Test
    void aFastRunOrTwoProveNothing() {
        AtomicInteger calls = new AtomicInteger();
        assertFalse(warmed(calls, call -> call % 3 == 0 ? 20 * MILLISECOND : 1).usesVectors());
    }

    @Test
    void aFaultLeavesTheKernelAsItIs() {
        Tiered tiered = new Tiered(nothing(), nothing());
        new WarmUp(
                        tiered,
                        () -> {
                            throw new IllegalStateException("no memory");
                        },
                        System::nanoTime,
                        () -> false)
                .run();
        assertFalse(tiered.usesVectors());
    }

    @Test
    void whatIsOnlyExpectedGivesWay() {
        AtomicInteger runs = new AtomicInteger();
        Kernel vectors = (arrays, offsets, sizes, uniforms, totals, from, to) -> {
            if (from < to) {
                runs.incrementAndGet();
            }
        };
        Tiered tiered = new Tiered(nothing(), vectors);
        new WarmUp(tiered, WarmUpTest::scratch, () -> 0, () -> runs.get() == 2).run();
        assertFalse(tiered.usesVectors());
        assertEquals(2, runs.get());
    }

    @Test
    void tasksInAdvanceEndWhenTheThreadIsNeeded() {
        List<Integer> done = new ArrayList<>();
        List<Runnable> tasks = List.of(() -> done.add(0), () -> done.add(1), () -> done.add(2));
        BackgroundThread.runUnless(() -> done.size() == 2, tasks);
        assertEquals(List.of(0, 1), done);
    }

    /** A kernel that is made in advance is warmed up like any other once a batch needs it. */
    @Test
    void whatIsMadeInAdvanceWaitsForABatch() throws InterruptedException {
        AtomicReference<Kernel> made = new AtomicReference<>();
        CountDownLatch end = new CountDownLatch(1);
        assertTrue(BackgroundThread.execute(() -> {
            made.set(KernelTiers.inBackground(nothing(), nothing(), WarmUpTest::scratch, 1 << 20));
            new SweepKernels(null, made.get()).startWarmUp();
            end.countDown();
        }));
        assertTrue(end.await(20, TimeUnit.SECONDS));
        assertInstanceOf(Postponed.class, made.get());
        assertFalse(BackgroundThread.isCurrent());
    }

    private static Kernel nothing() {
        return (arrays, offsets, sizes, uniforms, totals, from, to) -> {};
    }

    /** A kernel after its warm-up, whose vectors take a time that depends on the number of the call. */
    private static Tiered warmed(AtomicInteger calls, LongUnaryOperator nanos) {
        AtomicLong now = new AtomicLong();
        Kernel vectors = (arrays, offsets, sizes, uniforms, totals, from, to) -> {
            if (from < to) {
                now.addAndGet(nanos.applyAsLong(calls.getAndIncrement()));
            }
        };
        Tiered tiered = new Tiered(nothing(), vectors);
        new WarmUp(tiered, WarmUpTest::scratch, now::get, () -> false).run();
        return tiered;
    }

    /** A kernel that was made for a small program is warmed up as soon as a large program shares it. */
    @Test
    void largeProgramsDoNotWaitForSmallOnes() throws InterruptedException {
        AtomicInteger kernels = new AtomicInteger();
        CountDownLatch started = new CountDownLatch(1);
        Engine engine =
                EngineFixtures.tiered(new EngineOptions().vectorsFrom(1), (laneByLane, vectors, scratch, elements) -> {
                    kernels.incrementAndGet();
                    Supplier<ScratchMemory> watched = () -> {
                        started.countDown();
                        return scratch.get();
                    };
                    return KernelTiers.inBackground(laneByLane, vectors, watched, elements);
                });
        compileHuber(engine, Shape.of(2, 50));
        assertFalse(started.await(50, TimeUnit.MILLISECONDS));
        compileHuber(engine, Shape.of(40, 50));
        assertTrue(started.await(20, TimeUnit.SECONDS));
        assertEquals(1, kernels.get());
    }

    private static ScratchMemory scratch() {
        List<ScratchMemory> found = new ArrayList<>();
        Engine engine =
                EngineFixtures.tiered(new EngineOptions().vectorsFrom(1), (laneByLane, vectors, scratch, elements) -> {
                    found.add(scratch.get());
                    return vectors;
                });
        compileHuber(engine, Shape.of(40, 50));
        return found.get(0);
    }

    private static void compileHuber(Engine engine, Shape shape) {
        Map<String, Shape> shapes = Map.of("prediction", shape, "target", shape);
        Graph graph = new Programs()
                .graph(
                        org.losses4j.Objective.parse("huber"),
                        Computation.VALUE_AND_GRADIENTS,
                        shapes,
                        List.of("prediction"));
        Map<String, Layout> inputs = new LinkedHashMap<>();
        shapes.forEach((role, given) -> inputs.put(role, Layout.rowMajor(given)));
        engine.compile(
                graph,
                Precision.FLOAT32,
                inputs,
                graph.outputs().stream()
                        .map(node -> Layout.rowMajor(node.shape()))
                        .toList());
    }
}
