package org.losses4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.losses4j.examples.metrics.FreshJvm;
import picocli.CommandLine;

class StartTableTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void timesBetweenStepsAreInterpolated() {
        TrainingCurve curve = new TrainingCurve(List.of(2.0, 3.0, 5.0));
        assertEquals(OptionalDouble.of(2), curve.secondsAt(1));
        assertEquals(OptionalDouble.of(4), curve.secondsAt(2.5));
        assertEquals(OptionalDouble.of(1), curve.secondsAt(0.5));
        assertEquals(OptionalDouble.of(5), curve.secondsAt(3));
        assertEquals(OptionalDouble.empty(), curve.secondsAt(3.5));
        assertEquals(OptionalDouble.of(0.5), curve.stepsAt(1));
        assertEquals(OptionalDouble.of(2.5), curve.stepsAt(4));
        assertEquals(OptionalDouble.of(3), curve.stepsAt(5));
        assertEquals(OptionalDouble.empty(), curve.stepsAt(5.5));
    }

    @Test
    void behindIsOurTimeAtTheStepThatOwnHasReached() {
        TrainingCurve own = new TrainingCurve(List.of(1.0, 2.0, 3.0, 4.0));
        TrainingCurve ours = new TrainingCurve(List.of(2.0, 2.5, 3.0, 3.25));
        assertEquals(OptionalDouble.of(1), ours.behind(own, 1));
        assertEquals(OptionalDouble.of(0.75), ours.behind(own, 1.5));
        assertEquals(OptionalDouble.of(0), ours.behind(own, 3));
        assertEquals(OptionalDouble.of(-0.75), ours.behind(own, 4));
        assertEquals(OptionalDouble.empty(), ours.behind(own, 5));
        assertEquals(OptionalDouble.empty(), new TrainingCurve(List.of(9.0)).behind(own, 2));
    }

    @Test
    void aCellHasMedianAndRangeOfPairsOfJvms() {
        StartTable starts = new StartTable(
                List.of(
                        run(false, 1, 1.0, 2.0, 3.0),
                        run(true, 1, 2.0, 2.5, 3.5),
                        run(false, 2, 2.0, 3.0, 4.0),
                        run(true, 2, 2.5, 3.0, 3.25)),
                3);
        assertEquals("""
                | training | loss | others | step 1 | step 10 | step 100 | step 1000 | at 1 s | at 3 s |
                | --- | --- | --: | --: | --: | --: | --: | --: | --: |
                | t | own | 0.5 | 1.50 (1.00 to 2.00) |  |  |  | step 1 (0 to 1) | step 3 (2 to 3) |
                | t | ours | 0.5 | 2.25 (2.00 to 2.50) |  |  |  | +0.63 (+0.25 to +1.00) | +0.25 (+0.00 to +0.50) |
                """, starts.markdown().replace(System.lineSeparator(), "\n"));
    }

    @Test
    void aTrainingThatDidNotReachTheStepIsBehindByMoreThanTheRest() {
        StartTable starts = new StartTable(List.of(run(false, 1, 0.5, 1.0), run(true, 1, 4.0)), 1);
        assertTrue(starts.markdown().contains("| t | ours | 0.5 | 4.00 |  |  |  | > +3.00 |"), starts.markdown());
    }

    @Test
    void theMedianOfAnOddNumberIsTheOneInTheMiddle() {
        assertEquals(new MedianRange(3, 1, 8), MedianRange.of(8, 1, 3));
        assertEquals("3", MedianRange.of(3).text("%.0f"));
    }

    @Test
    void aCurveSurvivesItsText() {
        TrainingCurve curve = new TrainingCurve(List.of(0.000012, 1.5, 30.25));
        assertEquals("12 1500000 30250000", curve.toString());
        assertEquals(curve, TrainingCurve.parse(curve.toString()));
    }

    @Test
    void aLossThatIsNotFiniteEndsTheTraining() {
        assertThrows(ArithmeticException.class, () -> TrainingCurve.measure(() -> Double.NaN, 0, 1, 1));
    }

    @Test
    void theProcessorIsDescribed() {
        List<String> lines = List.of("processor : 0", "model name\t: Some CPU", "flags\t\t: sse2 avx avx2 fma");
        assertEquals("Some CPU (AVX2, vectors of 256 bits)", Machine.processor(lines, 256));
        assertEquals("Some CPU (AVX2, vectors of 256 bits, of which this JVM uses 128)", Machine.processor(lines, 128));
    }

    @Test
    void listsWhatAFilterLeaves() {
        assertEquals(0, run("starts", "--list", "last-batch"));
        assertEquals(
                List.of("dl4j/mlp-last-batch", "djl/mlp-last-batch"),
                out.toString().lines().toList());
        assertEquals(2, run("starts", "last-patch"));
        assertTrue(err.toString().contains("No training has 'last-patch' in its name"), err.toString());
        assertEquals(2, run("starts", "--pause", "-1"));
        assertTrue(err.toString().contains("pause at least 0, got 2, 0 and -1.0"), err.toString());
    }

    @Test
    void aTrialPrintsTheTimesOfItsSteps() throws Exception {
        String[] result = FreshJvm.result(
                        StartTrial.class,
                        Threads.flagsOfTrial(Threads.DEFAULTS),
                        List.of(StartTraining.DL4J_MLP_LAST_BATCH.name(), "true", "0", "12", "60", "0.1"))
                .orElseThrow()
                .split(" ", 2);
        assertTrue(Double.parseDouble(result[0]) >= 0, result[0]);
        assertEquals(12, TrainingCurve.parse(result[1]).steps());
    }

    private static StartRun run(boolean ours, int fork, Double... seconds) {
        return new StartRun("t", ours, fork, 0.5, new TrainingCurve(List.of(seconds)));
    }

    private int run(String... arguments) {
        return new CommandLine(new Bench())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
