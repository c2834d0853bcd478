package org.losses4j.conformance.fuzz;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.losses4j.Checks;
import org.losses4j.Inputs;
import org.losses4j.Loss;
import org.losses4j.LossType;
import org.losses4j.Losses;
import org.losses4j.Objective;
import org.losses4j.conformance.Placement;
import org.losses4j.engine.memory.Layout;
import org.losses4j.graph.Program;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;

/** Generates random cases by number: the same seed and number give the same case. */
public final class CaseGenerator {
    private static final int PATIENCE = 1_000;
    private static final int MOST_PAIRED_EXAMPLES = 33;
    /** The elements of the largest tensor that a case may compute: losses of pairs of classes have squares of what they are given. */
    private static final int MOST_ELEMENTS = 1 << 17;

    private final long seed;
    private final @Nullable String only;

    public CaseGenerator(long seed) {
        this(seed, null);
    }

    /**
     * A generator.
     *
     * @param only the name of a loss that each case contains; null for all losses
     * @throws IllegalArgumentException if there is no such loss
     */
    public CaseGenerator(long seed, @Nullable String only) {
        this.seed = seed;
        this.only = only;
        if (only != null) {
            Losses.registered().type(only);
        }
    }

    /** The case with a number; its inputs pass the checks of its objective. */
    public FuzzCase next(long index) {
        Random random = new Random(mixed(seed, index));
        String name = "seed " + seed + " case " + index;
        List<LossType<?>> types = Losses.registered().types();
        LossType<?> type = only == null
                ? types.get(random.nextInt(types.size()))
                : Losses.registered().type(only);
        for (int attempt = 0; attempt < PATIENCE; attempt++) {
            FuzzCase drawn = draw(name, type, random);
            if (drawn != null && isTaken(drawn)) {
                return drawn;
            }
        }
        throw new IllegalStateException(name + ": no objective took its inputs in " + PATIENCE + " attempts");
    }

    /** The finisher of SplitMix64, so that neighbouring numbers give unrelated cases. */
    private static long mixed(long seed, long index) {
        long z = seed + (index + 1) * 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    private @Nullable FuzzCase draw(String name, LossType<?> type, Random random) {
        ShapeGenerator shapes = new ShapeGenerator(random);
        Shape first = shapes.next();
        Objective objective = new ObjectiveGenerator(random, type).next(first);
        List<Loss> losses = new ArrayList<>();
        for (Part part : Part.of(objective)) {
            losses.add(part.objective().loss());
        }
        boolean paired = losses.stream()
                .anyMatch(loss -> loss.coupled() && loss.classAxis().isEmpty());
        if (paired && first.extent(0) > MOST_PAIRED_EXAMPLES) {
            return null;
        }
        try {
            Map<String, ReferenceTensor> inputs =
                    new InputGenerator(random, shapes, new Numbers(random, losses)).next(objective, first);
            FuzzCase drawn = new FuzzCase(name, objective, inputs, placements(inputs, random));
            Nonsense nonsense = new Nonsense(random);
            drawn = random.nextInt(2) == 0 ? nonsense.inMaskedPlaces(drawn) : drawn;
            return random.nextInt(12) == 0 ? nonsense.inTheOpen(drawn) : drawn;
        } catch (IllegalArgumentException shapesDoNotFit) {
            return null;
        }
    }

    private static boolean isTaken(FuzzCase drawn) {
        try {
            Checks.check(drawn.objective(), drawn.given());
            // Terms of a sum whose unreduced values are of several shapes are refused when they are added.
            return largest(drawn) <= MOST_ELEMENTS;
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    private static int largest(FuzzCase drawn) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        drawn.inputs().forEach((role, tensor) -> shapes.put(role, tensor.shape()));
        Program program = Program.record(shapes, inputs -> drawn.objective().value(Inputs.of(inputs)));
        return program.value().nodes().stream()
                .mapToInt(node -> node.shape().size())
                .max()
                .orElse(0);
    }

    private static Map<String, Placement> placements(Map<String, ReferenceTensor> inputs, Random random) {
        Map<String, Placement> placements = new LinkedHashMap<>();
        if (random.nextInt(2) == 0) {
            return placements;
        }
        Layout.Storage[] storages = Layout.Storage.values();
        inputs.forEach((role, tensor) -> {
            List<Integer> order = new ArrayList<>(
                    IntStream.range(0, tensor.shape().rank()).boxed().toList());
            if (random.nextBoolean()) {
                Collections.shuffle(order, random);
            }
            int gap = random.nextInt(4) == 0 ? 2 + random.nextInt(2) : 1;
            int offset = random.nextInt(3) == 0 ? 1 + random.nextInt(9) : 0;
            placements.put(role, new Placement(order, gap, offset, storages[random.nextInt(storages.length)]));
        });
        return placements;
    }
}
