package org.losses4j.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * The cumulative time of a training.
 *
 * @param seconds the seconds from the training's start to the end of each step
 */
record TrainingCurve(List<Double> seconds) {
    private static final double MICROSECONDS = 1e6;

    /**
     * Trains until so much time has passed and so many steps are done, but no longer than the most
     * seconds.
     *
     * @throws ArithmeticException if a loss is not finite
     */
    static TrainingCurve measure(DoubleSupplier step, double leastSeconds, int leastSteps, double mostSeconds) {
        DoubleStream.Builder seconds = DoubleStream.builder();
        double last = 0;
        long start = System.nanoTime();
        for (int done = 0; last < leastSeconds || done < leastSteps && last < mostSeconds; done++) {
            double loss = step.getAsDouble();
            last = (System.nanoTime() - start) / 1e9;
            seconds.add(last);
            if (!Double.isFinite(loss)) {
                throw new ArithmeticException("The loss of step " + (done + 1) + " is " + loss);
            }
        }
        return new TrainingCurve(seconds.build().boxed().toList());
    }

    /** Reads what {@link #toString} wrote. */
    static TrainingCurve parse(String text) {
        return new TrainingCurve(Arrays.stream(text.split(" "))
                .map(word -> Long.parseLong(word) / MICROSECONDS)
                .toList());
    }

    int steps() {
        return seconds.size();
    }

    double total() {
        return endOf(steps());
    }

    /** The time at the end of a step, or at a part of a step, if it was reached. */
    OptionalDouble secondsAt(double step) {
        int whole = (int) step;
        double part = step - whole;
        if (step > steps()) {
            return OptionalDouble.empty();
        }
        double begin = endOf(whole);
        return OptionalDouble.of(part == 0 ? begin : begin + part * (endOf(whole + 1) - begin));
    }

    /** The number of steps done at a moment, with the part of the step that was under way, if the training was as long. */
    OptionalDouble stepsAt(double moment) {
        int whole = 0;
        while (whole < steps() && endOf(whole + 1) <= moment) {
            whole++;
        }
        double begin = endOf(whole);
        if (begin == moment) {
            return OptionalDouble.of(whole);
        }
        return whole == steps()
                ? OptionalDouble.empty()
                : OptionalDouble.of(whole + (moment - begin) / (endOf(whole + 1) - begin));
    }

    /** The seconds by which this training reaches later what another has reached at a moment; negative where earlier. */
    OptionalDouble behind(TrainingCurve other, double moment) {
        OptionalDouble steps = other.stepsAt(moment);
        OptionalDouble reached = steps.isPresent() ? secondsAt(steps.getAsDouble()) : OptionalDouble.empty();
        return reached.isPresent() ? OptionalDouble.of(reached.getAsDouble() - moment) : reached;
    }

    private double endOf(int step) {
        return step == 0 ? 0 : seconds.get(step - 1);
    }

    @Override
    public String toString() {
        return seconds.stream()
                .map(time -> Long.toString(Math.round(time * MICROSECONDS)))
                .collect(Collectors.joining(" "));
    }
}
