package org.losses4j.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The measurements to make, with peers next to each other.
 *
 * @param bare the sizes for the engine and the stream
 * @param adapted the sizes for losses inside a framework
 * @param composed the sizes for losses that are composed of array operations, which are the slowest
 * @param embeddings the sizes for losses of all pairs of a batch
 */
record Plan(List<Size> bare, List<Size> adapted, List<Size> composed, List<Size> embeddings) {
    private static final Size SMALL = new Size(32, 10);
    private static final Size MEDIUM = new Size(1024, 1000);
    private static final Size SHORT_ROWS = new Size(4096, 100);
    private static final Size TWO_TO_22 = new Size(4096, 1024);
    private static final Size LARGE = new Size(4096, 4096);

    private static final Size FEW_EMBEDDINGS = new Size(64, 128);
    private static final Size EMBEDDINGS = new Size(256, 128);
    private static final Size MANY_EMBEDDINGS = new Size(1024, 128);

    static final Plan QUICK = new Plan(List.of(MEDIUM), List.of(SMALL, MEDIUM), List.of(MEDIUM), List.of(EMBEDDINGS));
    static final Plan FULL = new Plan(
            List.of(SMALL, SHORT_ROWS, MEDIUM, TWO_TO_22, LARGE),
            List.of(SMALL, SHORT_ROWS, MEDIUM, LARGE),
            List.of(SMALL, MEDIUM),
            List.of(FEW_EMBEDDINGS, EMBEDDINGS, MANY_EMBEDDINGS));

    /** All measurements whose name contains the filter. */
    List<Measurement> measurements(String filter) {
        List<Measurement> chosen = new ArrayList<>();
        for (Subject subject : Subject.values()) {
            for (Size size : sizes(subject)) {
                for (Contender contender : Contender.values()) {
                    Measurement measurement = new Measurement(subject, size, contender);
                    if (contender.takes(subject)
                            && sizes(contender, subject).contains(size)
                            && measurement.toString().contains(filter)) {
                        chosen.add(measurement);
                    }
                }
            }
        }
        return chosen;
    }

    private Set<Size> sizes(Subject subject) {
        if (subject.ofPairs() || subject == Subject.CTC) {
            return new LinkedHashSet<>(fixed(subject));
        }
        Set<Size> sizes = new LinkedHashSet<>(adapted);
        sizes.addAll(bare);
        return sizes;
    }

    /** The sizes of losses whose inputs have extents of their own. */
    private List<Size> fixed(Subject subject) {
        return subject.ofPairs() ? embeddings : List.of(Subject.CTC_SIZE);
    }

    /** No size without a peer. */
    private List<Size> sizes(Contender contender, Subject subject) {
        if (subject.ofPairs() || subject == Subject.CTC) {
            return fixed(subject);
        }
        return switch (contender) {
            case ENGINE, STREAM -> bare;
            case DL4J -> Contender.DL4J_OWN.takes(subject) ? adapted : composed;
            case DJL -> Contender.DJL_OWN.takes(subject) ? adapted : composed;
            case DL4J_OWN, DJL_OWN -> adapted;
            case DL4J_COMPOSED, DJL_COMPOSED -> composed;
        };
    }
}
