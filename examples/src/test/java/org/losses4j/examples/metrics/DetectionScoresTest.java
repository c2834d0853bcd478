package org.losses4j.examples.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.losses4j.examples.metrics.DetectionScores.Judged;
import org.losses4j.examples.metrics.DetectionScores.Labelled;

class DetectionScoresTest {
    private static final Box SQUARE = new Box(0, 0, 10, 10);

    @Test
    void boxesOverlapByIntersectionOverUnion() {
        assertEquals(1, SQUARE.overlap(SQUARE));
        assertEquals(50 / 150.0, SQUARE.overlap(new Box(5, 0, 15, 10)));
        assertEquals(25 / 175.0, new Box(5, 5, 15, 15).overlap(SQUARE));
        assertEquals(0, SQUARE.overlap(new Box(10, 0, 20, 10)), "touching");
        assertEquals(0, SQUARE.overlap(new Box(12, 12, 20, 20)), "apart along both axes");
        assertEquals(0, new Box(3, 3, 3, 9).overlap(SQUARE), "empty");
    }

    @Test
    void anObjectIsFoundOnceByTheSurestThatOverlapsEnough() {
        List<List<Labelled>> truth = List.of(List.of(new Labelled(0, SQUARE)), List.of(new Labelled(1, SQUARE)));
        List<Detection> detections = List.of(
                new Detection(0, 0, 0.5, SQUARE), // found already
                new Detection(0, 0, 0.9, new Box(0, 0, 10, 6)),
                new Detection(0, 0, 0.95, new Box(0, 0, 10, 4)), // too little
                new Detection(0, 1, 0.7, SQUARE), // another class
                new Detection(1, 1, 0.6, SQUARE));
        DetectionScores scores = DetectionScores.of(detections, truth, 2);
        assertEquals(
                List.of(false, true, false, true, false),
                scores.ranked().stream().map(Judged::right).toList());
        assertEquals(0.5, scores.precisionOfSurest(), "of the two surest one is right");
    }

    /** By hand: hits at the ranks 1, 3 and 4 of a class with four objects have the precisions 1, 2/3 and 3/4. */
    @Test
    void averagePrecisionIsTheAreaBelowTheBestPrecisionFromEachRecallOn() {
        List<Labelled> objects = List.of(
                new Labelled(0, SQUARE),
                new Labelled(0, new Box(20, 0, 30, 10)),
                new Labelled(0, new Box(40, 0, 50, 10)),
                new Labelled(0, new Box(60, 0, 70, 10)),
                new Labelled(2, new Box(80, 0, 90, 10)));
        List<Detection> detections = List.of(
                new Detection(0, 0, 4, SQUARE),
                new Detection(0, 0, 3, new Box(0, 50, 10, 60)),
                new Detection(0, 0, 2, objects.get(1).box()),
                new Detection(0, 0, 1, objects.get(2).box()),
                new Detection(0, 2, 9, objects.get(4).box()));
        DetectionScores scores = DetectionScores.of(detections, List.of(objects), 3);
        double first = (1 + 3 / 4.0 + 3 / 4.0) / 4;
        assertEquals((first + 1) / 2, scores.meanAveragePrecision(), 1e-12, "class 1 does not occur");
    }
}
