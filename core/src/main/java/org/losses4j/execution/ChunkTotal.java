package org.losses4j.execution;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleBiFunction;
import org.losses4j.LossObjective;
import org.losses4j.tensor.Shape;

/**
 * Adds up the sums and counts of a batch's chunks, and divides once by what the whole batch counts. For one thread.
 *
 * @param <A> the kind of the inputs, such as a framework's arrays
 */
public final class ChunkTotal<A> {
    private final ChunkedObjective objective;
    private final Shape prediction;
    private final boolean counts;
    private double sum;
    private double counted;

    /**
     * A total of nothing yet.
     *
     * @param prediction the shape of the whole batch's prediction, [N, …, C]
     * @param others the whole batch's other inputs by role
     */
    public ChunkTotal(ChunkedObjective objective, Shape prediction, Map<String, A> others) {
        this.objective = objective;
        this.prediction = prediction;
        this.counts = !objective.counted(others).isEmpty();
    }

    /**
     * Adds a chunk.
     *
     * @param sum the value of {@link ChunkedObjective#sum} for the chunk
     * @param inputs of the chunk by role
     * @param value computes the value of an objective
     */
    public void add(double sum, Map<String, A> inputs, ToDoubleBiFunction<LossObjective, Map<String, A>> value) {
        this.sum += sum;
        count(inputs, value);
    }

    /** Adds what a chunk counts, where its sum is not wanted. */
    public void count(Map<String, A> inputs, ToDoubleBiFunction<LossObjective, Map<String, A>> value) {
        if (counts) {
            counted += value.applyAsDouble(objective.count(), objective.counted(inputs));
        }
    }

    /** The number that sums and gradients are divided by; see {@link ChunkedObjective#divisor}. */
    public double divisor() {
        return objective.divisor(prediction, counts ? OptionalDouble.of(counted) : OptionalDouble.empty());
    }

    /** The value of the whole batch. */
    public double value() {
        return sum / divisor();
    }
}
