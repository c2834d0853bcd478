package org.losses4j.execution;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.tensor.ReferenceTensor;

/**
 * A cross-batch memory: the embeddings and the classes of the last examples that an objective was trained on, which a loss of pairs
 * compares a batch with as {@code reference} and {@code reference_target}.
 *
 * <p>Embeddings are kept as they were when they were trained on, so that a small learning rate, at which they change slowly, suits it.
 * No gradient flows to them. Safe for several threads.
 *
 * <p>X. Wang et al., "Cross-Batch Memory for Embedding Learning", CVPR 2020, arXiv:1912.06798; pytorch-metric-learning, {@code
 * CrossBatchMemory}.
 */
public final class CrossBatchMemory {
    private final int capacity;
    private final String embedding;
    private final String target;
    private final Deque<Example> held = new ArrayDeque<>();
    private List<Example> trainedOn = List.of();

    /**
     * An empty memory.
     *
     * @param capacity the greatest number of examples that are held, at least 1
     * @throws IllegalArgumentException if the objective has no references, or needs more than embeddings and their classes
     */
    public CrossBatchMemory(Objective objective, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException(
                    objective.name() + ": a cross-batch memory holds at least 1 example, got " + capacity);
        }
        List<String> needed = objective.roles().stream()
                .filter(role -> !role.optional())
                .map(Role::name)
                .toList();
        boolean comparing =
                objective.roles().stream().anyMatch(role -> role.name().equals(Role.REFERENCE));
        if (!comparing || needed.size() != 2) {
            throw new IllegalArgumentException(objective.name() + ": a cross-batch memory is for losses that find their"
                    + " pairs in a batch of embeddings, such as batch_hard_triplet, and by these alone; this objective needs "
                    + needed);
        }
        this.capacity = capacity;
        this.embedding = needed.get(0);
        this.target = needed.get(1);
    }

    /** The role of the embeddings, [N, D]. */
    public String embedding() {
        return embedding;
    }

    /** The role of their classes, [N]. */
    public String target() {
        return target;
    }

    /**
     * Examples that are held.
     *
     * @param embedding their embeddings, [M, D]
     * @param target their classes, [M]
     */
    public record Held(ReferenceTensor embedding, ReferenceTensor target) {}

    /** The examples that a batch is compared with, the oldest first; empty if there are none of this number of features. */
    public synchronized Optional<Held> held(int features) {
        if (held.isEmpty() || held.getFirst().embedding.length != features) {
            return Optional.empty();
        }
        double[] embeddings = new double[held.size() * features];
        double[] targets = new double[held.size()];
        int i = 0;
        for (Example example : held) {
            System.arraycopy(example.embedding, 0, embeddings, i * features, features);
            targets[i++] = example.target;
        }
        return Optional.of(new Held(ReferenceTensor.of(embeddings, i, features), ReferenceTensor.of(targets, i)));
    }

    /** Begins a step: from now on the examples that were trained on in the last one are held too. */
    public synchronized void begin() {
        if (!held.isEmpty()
                && !trainedOn.isEmpty()
                && held.getLast().embedding.length != trainedOn.get(0).embedding.length) {
            held.clear();
        }
        held.addAll(trainedOn);
        trainedOn = List.of();
        while (held.size() > capacity) {
            held.removeFirst();
        }
    }

    /**
     * Tells which batch this step has trained on; its examples are held from the next step on, but for masked ones and those
     * that are not finite.
     *
     * @param embeddings [N, D], in row-major order
     * @param targets [N]
     * @param mask [N], or one number for all; null if there is none
     */
    public synchronized void train(double[] embeddings, double[] targets, double @Nullable [] mask) {
        List<Example> examples = new ArrayList<>();
        int features = embeddings.length / Math.max(1, targets.length);
        for (int i = 0; i < targets.length; i++) {
            double[] own = Arrays.copyOfRange(embeddings, i * features, (i + 1) * features);
            boolean kept = mask == null || mask[mask.length == 1 ? 0 : i] != 0;
            if (kept && Arrays.stream(own).allMatch(Double::isFinite)) {
                examples.add(new Example(own, targets[i]));
            }
        }
        trainedOn = examples;
    }

    private record Example(double[] embedding, double target) {}
}
