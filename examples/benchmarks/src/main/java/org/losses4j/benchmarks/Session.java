package org.losses4j.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** Makes measurements one after the other; streams of the same bytes only once. */
final class Session {
    private final Effort effort;
    private final boolean verbose;
    private final Map<Bytes, Figure> streams = new HashMap<>();
    private final List<Figure> figures = new ArrayList<>();

    Session(Effort effort, boolean verbose) {
        this.effort = effort;
        this.verbose = verbose;
    }

    /**
     * Measures one thing, or takes what is known.
     *
     * @throws RunnerException if it fails
     */
    Figure measure(Measurement measurement) throws RunnerException {
        Bytes bytes = new Bytes(measurement.subject().traffic(), measurement.size());
        boolean stream = measurement.contender() == Contender.STREAM;
        Figure known = stream ? streams.get(bytes) : null;
        Figure figure = known == null
                ? effort.measure(measurement, verbose)
                : known.of(measurement.subject().lossName());
        if (stream) {
            streams.put(bytes, figure);
        }
        figures.add(figure);
        return figure;
    }

    List<Figure> figures() {
        return List.copyOf(figures);
    }

    private record Bytes(Traffic traffic, Size size) {}
}
