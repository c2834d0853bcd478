package org.losses4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.losses4j.Loss;
import org.losses4j.LossType;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.engine.Engine;
import org.losses4j.engine.EngineOptions;
import org.losses4j.engine.memory.Elements;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.execution.Computation;
import org.losses4j.execution.FusedObjective;
import org.losses4j.execution.FusedObjectives;
import org.losses4j.execution.Programs;
import org.losses4j.tensor.ReferenceTensor;

/**
 * What a step of the fused engine leaves to the garbage collector, without vectors: those are objects until HotSpot has compiled
 * their loops.
 */
class AllocationTest {
    private static final int WARM = 30;
    private static final int STEPS = 20;
    /** The lists, the records and the lambdas of a call. */
    private static final long CALL = 1 << 14;

    /** The losses that list each anchor's positives and negatives on the host, or read boxes as float64 to check them. */
    private static final Set<String> LISTING = Set.of("batch_all_triplet", "semi_hard_triplet", "ciou", "diou", "giou");

    static Stream<Loss> losses() {
        return Losses.registered().types().stream()
                .filter(type -> !type.name().equals("rnnt")) // its four axes are not generated
                .map(LossType::defaults);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void aStepAllocatesLessThanItsResultTakes(Loss loss) {
        Objective objective = Objective.of(loss);
        Map<String, ReferenceTensor> inputs = GeneratedInputs.of(objective, 96, 64);
        Map<String, Layout> layouts = new LinkedHashMap<>();
        Map<String, Layout> gradients = new LinkedHashMap<>();
        List<Elements> given = new ArrayList<>();
        List<Elements> written = new ArrayList<>();
        inputs.forEach((role, tensor) -> {
            Layout layout = Layout.rowMajor(tensor.shape());
            layouts.put(role, layout);
            given.add(Elements.of(floats(tensor), 0));
        });
        objective.roles().stream()
                .filter(role -> role.differentiable() && inputs.containsKey(role.name()))
                .forEach(role -> {
                    gradients.put(role.name(), layouts.get(role.name()));
                    written.add(Elements.of(
                            new float[inputs.get(role.name()).shape().size()], 0));
                });
        long result = gradients.values().stream()
                .mapToLong(layout -> (long) Float.BYTES * layout.shape().size())
                .sum();
        Engine engine =
                new Engine(new EngineOptions().parallelFrom(Long.MAX_VALUE).with(EngineOptions.Vectors.NEVER));
        Optional<FusedObjective> prepared = new FusedObjectives(engine, new Programs(1))
                .prepare(objective, Computation.VALUE_AND_GRADIENTS, Precision.FLOAT32, layouts, gradients);
        assumeTrue(prepared.isPresent(), "the engine does not take it");
        FusedObjective fused = prepared.get();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        run(fused, given, written, WARM);
        long before = threads.getCurrentThreadAllocatedBytes();
        run(fused, given, written, STEPS);
        long allocated = (threads.getCurrentThreadAllocatedBytes() - before) / STEPS;
        long most = (LISTING.contains(loss.name()) ? 10 : 1) * result + CALL;
        assertTrue(allocated < most, allocated + " bytes for a result of " + result);
    }

    private static void run(FusedObjective fused, List<Elements> given, List<Elements> written, int steps) {
        for (int i = 0; i < steps; i++) {
            fused.run(given, written);
        }
    }

    private static float[] floats(ReferenceTensor tensor) {
        double[] values = tensor.toArray();
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
