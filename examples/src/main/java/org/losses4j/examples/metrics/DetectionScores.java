package org.losses4j.examples.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Detections, held against the objects that there are.
 *
 * <p>A detection is right if a box of its class, which no better detection has found, overlaps it most of all and by at least
 * {@value #OVERLAP}.
 *
 * @param ranked all detections, the surest first, and whether each is right
 * @param objects the number of objects of each class
 */
@SuppressWarnings("ArrayRecordComponent") // it only holds data, and is never compared
public record DetectionScores(List<Judged> ranked, int[] objects) {
    /** The least intersection over union of a right detection. */
    public static final double OVERLAP = 0.5;

    /**
     * A detection.
     *
     * @param object the object that it has found
     */
    public record Judged(Detection detection, Optional<Labelled> object) {
        public boolean right() {
            return object.isPresent();
        }
    }

    /** An object of an image. */
    public record Labelled(int kind, Box box) {}

    /**
     * Judges detections.
     *
     * @param truth the objects of each image
     * @param kinds the number of classes
     */
    public static DetectionScores of(List<Detection> detections, List<List<Labelled>> truth, int kinds) {
        int[] objects = new int[kinds];
        truth.forEach(image -> image.forEach(object -> objects[object.kind()]++));
        List<Set<Labelled>> found = new ArrayList<>();
        truth.forEach(image -> found.add(new HashSet<>()));
        List<Judged> ranked = new ArrayList<>();
        for (Detection detection : detections.stream()
                .sorted(Comparator.comparingDouble(Detection::score).reversed())
                .toList()) {
            Optional<Labelled> right = truth.get(detection.image()).stream()
                    .filter(object -> object.kind() == detection.kind())
                    .max(Comparator.comparingDouble(object -> object.box().overlap(detection.box())))
                    .filter(object -> object.box().overlap(detection.box()) >= OVERLAP)
                    .filter(object -> found.get(detection.image()).add(object));
            ranked.add(new Judged(detection, right));
        }
        return new DetectionScores(List.copyOf(ranked), objects);
    }

    /**
     * The mean of the average precisions of all classes that occur: of each the area below the greatest precision that is
     * reached at a recall or beyond it.
     */
    public double meanAveragePrecision() {
        return IntStream.range(0, objects.length)
                .filter(kind -> objects[kind] > 0)
                .mapToDouble(kind -> averagePrecision(
                        ranked.stream()
                                .filter(judged -> judged.detection().kind() == kind)
                                .toList(),
                        objects[kind]))
                .average()
                .orElseThrow();
    }

    private static double averagePrecision(List<Judged> ranked, int objects) {
        double[] precisions = new double[ranked.size()];
        int right = 0;
        for (int i = 0; i < precisions.length; i++) {
            right += ranked.get(i).right() ? 1 : 0;
            precisions[i] = right / (i + 1.0);
        }
        double best = 0;
        double sum = 0;
        for (int i = precisions.length - 1; i >= 0; i--) {
            best = Math.max(best, precisions[i]);
            sum += ranked.get(i).right() ? best : 0;
        }
        return sum / objects;
    }

    /** As many of the surest detections as there are objects. */
    public List<Judged> surest() {
        return ranked.subList(0, Math.min(ranked.size(), IntStream.of(objects).sum()));
    }

    /** The share of {@link #surest} that is right, which is precision and recall at once. */
    public double precisionOfSurest() {
        return surest().stream().filter(Judged::right).count()
                / (double) IntStream.of(objects).sum();
    }
}
