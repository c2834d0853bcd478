package org.losses4j.examples.network;

import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A learning rate that falls evenly from {@code first} to 0 over {@code steps} iterations, as DJL's {@code
 * LinearTracker} does.
 *
 * <p>Deeplearning4j's {@code PolySchedule} is none: it computes {@code first · (1 + i/steps)^power}, which rises.
 */
public record FallingRate(
        @JsonProperty("first") double first,
        @JsonProperty("steps") int steps) implements ISchedule {

    @Override
    public double valueAt(int iteration, int epoch) {
        return first * Math.max(0, 1 - (double) iteration / steps);
    }

    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod") // a record does not change
    public FallingRate clone() {
        return this;
    }
}
