package org.losses4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.conformance.LossSample;
import org.losses4j.engine.internal.codegen.Kernel;
import org.losses4j.engine.internal.codegen.KernelClass;
import org.losses4j.engine.internal.codegen.KernelForm;
import org.losses4j.engine.internal.codegen.KernelSizes;
import org.losses4j.engine.internal.codegen.VectorModule;
import org.losses4j.engine.internal.plan.Slot;
import org.losses4j.engine.internal.plan.SweepPlan;
import org.losses4j.engine.internal.run.ScratchMemory;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.tensor.Shape;

/** Kernels compute the same bits whether they are one method or several, by vectors or lane by lane, and in groups of any size. */
class KernelFormsTest {
    /** Rows of many vectors, of one and some elements, and of less than one. */
    private static final List<Integer> FACTORS = List.of(30, 9, 1);

    static Stream<LossSample> samples() {
        return LossSample.all().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void allFormsComputeTheSameBits(LossSample sample) {
        Map<Precision, Set<SweepPlan>> plans = plans(sample);
        for (Precision precision : Precision.values()) {
            assumeTrue(VectorModule.lanes(precision) > 1);
            for (SweepPlan plan : plans.getOrDefault(precision, Set.of())) {
                compare(plan, precision, List.of(KernelForm.SCALAR));
                compare(plan, precision, List.of(KernelForm.LANE_BY_LANE, KernelForm.VECTORS));
            }
        }
    }

    private static void compare(SweepPlan plan, Precision precision, List<KernelForm> forms) {
        List<List<Object>> results = new ArrayList<>();
        for (KernelForm form : forms) {
            int before = results.size();
            for (boolean inParts : new boolean[] {false, true}) {
                KernelClass.write(plan, precision, form, inParts)
                        .map(KernelClass.Code::load)
                        .ifPresent(kernel -> {
                            results.add(run(
                                    kernel, plan, precision, plan.memoryPlan().rowsPerGroup()));
                            results.add(run(kernel, plan, precision, 3));
                        });
            }
            assertTrue(results.size() > before, () -> form + " is too long:\n" + plan);
        }
        results.forEach(result -> assertEquals(results.get(0), result, () -> forms + "\n" + plan));
    }

    private static Map<Precision, Set<SweepPlan>> plans(LossSample sample) {
        Map<Precision, Set<SweepPlan>> plans = new EnumMap<>(Precision.class);
        for (int factor : FACTORS) {
            Map<String, Shape> shapes = SweepPlans.shapes(sample, extent -> extent * factor);
            SweepPlans.of(
                            sample.objective(),
                            SweepPlans.layouts(shapes, Layout::rowMajor),
                            sample.trainedRoles(),
                            Layout::rowMajor,
                            1)
                    .forEach((precision, found) -> plans.computeIfAbsent(precision, key -> new LinkedHashSet<>())
                            .addAll(found));
        }
        return plans;
    }

    /** What a kernel has written to the memory of tensors, which held made-up numbers. */
    private static List<Object> run(Kernel kernel, SweepPlan plan, Precision precision, int rowsPerGroup) {
        List<Object> written = new ArrayList<>();
        List<Slot> slots = plan.memoryPlan().slots();
        new ScratchMemory(plan, precision, true).run((arrays, offsets, sizes, uniforms, totals, from, to) -> {
            int[] others = sizes.clone();
            others[KernelSizes.rowsPerGroup(plan)] = Math.min(sizes[KernelSizes.rowsPerGroup(plan)], rowsPerGroup);
            kernel.run(arrays, offsets, others, uniforms, totals, from, to);
            for (int i = 0; i < slots.size(); i++) {
                if (slots.get(i).access() != null) {
                    written.add(numbers(arrays[i]));
                }
            }
            written.add(numbers(totals));
        });
        return written;
    }

    private static Object numbers(Object memory) {
        if (memory instanceof float[] floats) {
            List<Float> numbers = new ArrayList<>();
            for (float number : floats) {
                numbers.add(number);
            }
            return numbers;
        }
        return Arrays.stream((double[]) memory).boxed().toList();
    }
}
