package org.losses4j.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.conformance.LossSample;
import org.losses4j.engine.internal.codegen.Kernel;
import org.losses4j.engine.internal.codegen.KernelClass;
import org.losses4j.engine.internal.codegen.KernelForm;
import org.losses4j.engine.internal.codegen.VectorModule;
import org.losses4j.engine.internal.plan.SweepPlan;
import org.losses4j.engine.internal.run.KernelTiers;
import org.losses4j.engine.internal.run.ScratchMemory;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.execution.Computation;
import org.losses4j.execution.Programs;
import org.losses4j.graph.Graph;
import org.losses4j.tensor.Shape;

/** Kernels compute the same bits whether they are one method or several, though only long ones ever are several. */
class KernelFormsTest {
    /** Rows of many vectors, of one and some elements, and of less than one. */
    private static final List<Integer> FACTORS = List.of(30, 9, 1);

    static Stream<LossSample> samples() {
        return LossSample.all().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void severalMethodsComputeTheBitsOfOne(LossSample sample) {
        for (Precision precision : Precision.values()) {
            int lanes = VectorModule.lanes(precision);
            assumeTrue(lanes > 1);
            for (SweepPlan plan : plans(sample, precision)) {
                for (KernelForm form : KernelForm.values()) {
                    List<List<Object>> results = new ArrayList<>();
                    for (boolean inParts : new boolean[] {false, true}) {
                        KernelClass.write(plan, precision, lanes, form, inParts)
                                .ifPresent(code -> results.add(run(code.load(), plan, precision, lanes)));
                    }
                    assertTrue(!results.isEmpty(), () -> "too long:\n" + plan);
                    results.forEach(result -> assertEquals(results.get(0), result, () -> form + "\n" + plan));
                }
            }
        }
    }

    private static Set<SweepPlan> plans(LossSample sample, Precision precision) {
        Set<SweepPlan> plans = new LinkedHashSet<>();
        for (int factor : FACTORS) {
            graph(sample, factor).ifPresent(graph -> {
                Map<String, Layout> inputs = new LinkedHashMap<>();
                shapes(sample, factor).forEach((role, shape) -> inputs.put(role, Layout.rowMajor(shape)));
                List<Layout> outputs = graph.outputs().stream()
                        .map(node -> Layout.rowMajor(node.shape()))
                        .toList();
                Engine engine =
                        new Engine(new EngineOptions().vectorsFrom(1), KernelTiers::byTrials, (pass, result) -> {
                            if (result instanceof SweepPlan plan) {
                                plans.add(plan);
                            }
                        });
                engine.compile(graph, precision, inputs, outputs);
            });
        }
        return plans;
    }

    private static Optional<Graph> graph(LossSample sample, int factor) {
        try {
            return Optional.of(new Programs()
                    .graph(
                            sample.objective(),
                            Computation.VALUE_AND_GRADIENTS,
                            shapes(sample, factor),
                            sample.trainedRoles()));
        } catch (IllegalArgumentException theLossHasAnExtentOfItsOwn) {
            return Optional.empty();
        }
    }

    private static Map<String, Shape> shapes(LossSample sample, int factor) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        sample.inputs()
                .forEach((role, tensor) -> shapes.put(
                        role,
                        Shape.of(Arrays.stream(tensor.shape().toArray())
                                .map(extent -> extent == 1 ? 1 : extent * factor)
                                .toArray())));
        return shapes;
    }

    /** All that a kernel has written to memory of made-up numbers. */
    private static List<Object> run(Kernel kernel, SweepPlan plan, Precision precision, int lanes) {
        List<Object> written = new ArrayList<>();
        int buffer = plan.memoryPlan().slots().size() - 1;
        new ScratchMemory(plan, precision, lanes, true).run((arrays, offsets, sizes, uniforms, totals, from, to) -> {
            kernel.run(arrays, offsets, sizes, uniforms, totals, from, to);
            for (int i = 0; i < buffer; i++) {
                written.add(numbers(arrays[i]));
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
        if (memory instanceof double[] doubles) {
            return Arrays.stream(doubles).boxed().toList();
        }
        return ((ByteBuffer) memory).duplicate().rewind();
    }
}
