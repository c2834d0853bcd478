package org.losses4j.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** The ways of computing a loss that are compared, and the benchmark of each. */
enum Contender {
    ENGINE(EngineBenchmark.class, "engine", subject -> true),
    STREAM(StreamBenchmark.class, "stream", subject -> !subject.ofPairs() && subject != Subject.CTC),
    DL4J(Dl4jBenchmark.class, "ours", Subject::ofRows),
    DL4J_OWN(Dl4jBenchmark.class, "own", subject -> Dl4jPeers.own(subject).isPresent()),
    DL4J_COMPOSED(
            Dl4jBenchmark.class,
            "composed",
            subject -> Dl4jPeers.composed(subject).isPresent()),
    DJL(DjlBenchmark.class, "ours", subject -> true),
    DJL_OWN(DjlBenchmark.class, "own", subject -> DjlPeers.own(subject).isPresent()),
    DJL_COMPOSED(
            DjlBenchmark.class,
            "composed",
            subject -> DjlPeers.composed(subject).isPresent());

    private final Class<?> benchmark;
    private final String method;
    private final Predicate<Subject> able;

    Contender(Class<?> benchmark, String method, Predicate<Subject> able) {
        this.benchmark = benchmark;
        this.method = method;
        this.able = able;
    }

    /** The name in tables and files. */
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The regular expression of its benchmark. */
    String pattern() {
        return "^" + benchmark.getName().replace(".", "\\.") + "\\." + method + "$";
    }

    boolean takes(Subject subject) {
        return able.test(subject);
    }

    /** Those of this library. */
    static List<Contender> ours() {
        return List.of(ENGINE, DL4J, DJL);
    }
}
