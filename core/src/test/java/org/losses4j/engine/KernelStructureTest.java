package org.losses4j.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.losses4j.Objective;
import org.losses4j.conformance.LossSample;
import org.losses4j.conformance.Placement;
import org.losses4j.conformance.fuzz.CaseGenerator;
import org.losses4j.conformance.fuzz.FuzzCase;
import org.losses4j.engine.internal.codegen.KernelClass;
import org.losses4j.engine.internal.codegen.KernelForm;
import org.losses4j.engine.internal.codegen.KernelSizes;
import org.losses4j.engine.internal.codegen.KernelStructure;
import org.losses4j.engine.internal.plan.SweepPlan;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.tensor.Shape;

/** Sweeps of equal structure have the same code, whatever their extents, and a change of extents alone leaves the structure. */
class KernelStructureTest {
    private static final List<IntUnaryOperator> EXTENTS = List.of(
            extent -> extent,
            extent -> 2 * extent + 1,
            extent -> 16 * extent,
            extent -> 40 * extent + 3,
            extent -> 100 + extent);

    private static final List<Function<Shape, Layout>> LAYOUTS = List.of(
            Layout::rowMajor,
            Layout::columnMajor,
            shape -> Layout.rowMajor(shape).in(Layout.Storage.BYTES));

    private final Map<String, KernelClass.Code> written = new HashMap<>();
    private final Map<String, Integer> sizes = new HashMap<>();
    private int again;

    @Test
    void equalStructuresHaveEqualCode() {
        for (LossSample sample : LossSample.all()) {
            for (IntUnaryOperator extents : EXTENTS) {
                Map<String, Shape> shapes = SweepPlans.shapes(sample, extents);
                for (Function<Shape, Layout> layout : LAYOUTS) {
                    for (long vectorsFrom : new long[] {1, Long.MAX_VALUE}) {
                        compile(
                                sample.objective(),
                                SweepPlans.layouts(shapes, layout),
                                sample.trainedRoles(),
                                layout,
                                vectorsFrom);
                    }
                }
            }
        }
        assertTrue(again > 2 * written.size(), again + " of " + written.size() + " structures came again");
    }

    /** What a user's batches differ in. */
    @Test
    void rowsAndLengthsShareAKernel() {
        for (String loss : List.of("huber", "binary_cross_entropy", "sigmoid_focal", "categorical_cross_entropy")) {
            assertOneForEachPrecision(loss, structures(loss, true, 1_003, 777, 64, 4_096));
        }
        String sparse = "sparse_categorical_cross_entropy";
        assertOneForEachPrecision(sparse, structures(sparse, false, 64, 77, 1_000, 3_001));
    }

    private static void assertOneForEachPrecision(String loss, List<String> structures) {
        assertEquals(Precision.values().length, structures.size(), () -> loss + structures);
    }

    private List<String> structures(String loss, boolean dense, int... rows) {
        written.clear();
        for (int count : rows) {
            for (int classes : new int[] {100, 112, 301}) {
                Map<String, Shape> shapes = new LinkedHashMap<>();
                shapes.put("prediction", Shape.of(count, classes));
                shapes.put("target", dense ? Shape.of(count, classes) : Shape.of(count));
                compile(
                        Objective.parse(loss),
                        SweepPlans.layouts(shapes, Layout::rowMajor),
                        List.of("prediction"),
                        Layout::rowMajor,
                        1);
            }
        }
        return written.keySet().stream()
                .filter(key -> key.startsWith("VECTORS ") && !key.startsWith("VECTORS in parts"))
                .toList();
    }

    /** Objectives, shapes and layouts that nobody thought of. */
    @Test
    void equalStructuresOfRandomCasesHaveEqualCode() {
        CaseGenerator cases = new CaseGenerator(1);
        for (int i = 0; i < 600; i++) {
            FuzzCase one = cases.next(i);
            Map<String, Layout> layouts = new LinkedHashMap<>();
            one.inputs().forEach((role, tensor) -> {
                Placement placement = one.placements().get(role);
                layouts.put(
                        role, placement == null ? Layout.rowMajor(tensor.shape()) : placement.layout(tensor.shape()));
            });
            compile(one.objective(), layouts, List.of(), Layout::rowMajor, 1 + i % 2 * 1_000);
        }
        assertTrue(again > 100, again + " of " + written.size() + " structures came again");
    }

    private void compile(
            Objective objective,
            Map<String, Layout> inputs,
            List<String> trained,
            Function<Shape, Layout> layout,
            long vectorsFrom) {
        SweepPlans.of(objective, inputs, trained, layout, vectorsFrom)
                .forEach((precision, plans) -> plans.forEach(plan -> compare(objective, plan, precision)));
    }

    private void compare(Objective objective, SweepPlan plan, Precision precision) {
        for (KernelForm form : forms(plan)) {
            compare(objective, plan, precision, form, false);
            compare(objective, plan, precision, form, true);
        }
    }

    private void compare(Objective objective, SweepPlan plan, Precision precision, KernelForm form, boolean inParts) {
        String key = form + (inParts ? " in parts " : " ") + KernelStructure.of(plan, precision, false);
        KernelClass.Code code = KernelClass.write(plan, precision, form, inParts)
                .orElse(new KernelClass.Code(new byte[0], 0, false, new float[0]));
        KernelClass.Code before = written.putIfAbsent(key, code);
        if (before == null) {
            sizes.put(key, KernelSizes.of(plan).length);
            return;
        }
        again++;
        assertEquals(sizes.get(key), KernelSizes.of(plan).length, () -> objective + "\n" + plan + key);
        assertArrayEquals(before.bytes(), code.bytes(), () -> objective + "\n" + plan + key);
        assertTrue(
                Arrays.deepEquals(new Object[] {before.pool()}, new Object[] {code.pool()}),
                () -> objective + "\n" + key);
    }

    /** The forms that a sweep's kernels may take. */
    private static List<KernelForm> forms(SweepPlan plan) {
        if (plan.memoryPlan().lanes() == 1) {
            return List.of(KernelForm.SCALAR);
        }
        return plan.memoryPlan().acrossRows()
                ? List.of(KernelForm.VECTORS, KernelForm.LANE_BY_LANE, KernelForm.SCALAR)
                : List.of(KernelForm.VECTORS, KernelForm.LANE_BY_LANE);
    }
}
