package org.losses4j.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingMonitorTest {
    private final List<WatchEvent> heard = new ArrayList<>();

    private TrainingMonitor monitor() {
        return new TrainingMonitor(new WatchSettings(), heard::add);
    }

    /** Noise that multiplies a loss: the losses of batches are positive and skewed. */
    private static double noisy(double loss, double spread, Random random) {
        return loss * Math.exp(spread * random.nextGaussian() - spread * spread / 2);
    }

    private static void run(TrainingMonitor monitor, int steps, IntToDoubleFunction loss) {
        for (int step = 1; step <= steps; step++) {
            monitor.step(loss.applyAsDouble(step));
        }
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.3", "0.3, 0.3", "0.2, 0.2", "1, 0.5"})
    void aNoisyLossThatFallsAsAPowerOfTimeIsHealthy(double exponent, double spread) {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            run(monitor(), 30_000, step -> noisy(Math.pow(step, -exponent), spread, random));
            assertEquals(List.of(), heard, "seed " + seed);
        }
    }

    /** Tells a monitor the losses of embeddings, whose loss is 1 when all are equal. */
    private static void embed(TrainingMonitor monitor, int steps, IntToDoubleFunction loss) {
        for (int step = 1; step <= steps; step++) {
            double now = loss.applyAsDouble(step);
            monitor.step(now);
            monitor.embedding(now, () -> 1.0);
        }
    }

    @Test
    void anEmbeddingThatCollapsesIsReportedOnce() {
        Random random = new Random(2);
        TrainingMonitor monitor = monitor();
        embed(monitor, 800, step -> 1 + 1.5 * Math.exp(-step / 20.0) + 1e-4 * random.nextGaussian());
        assertEquals(1, heard.size(), heard.toString());
        CollapsedEmbedding event = assertInstanceOf(CollapsedEmbedding.class, heard.get(0));
        assertTrue(event.step() > 100 && event.step() < 400, event.toString());
        assertTrue(event.message().contains("The embedding has collapsed"), event.message());
        assertTrue(event.message().contains("semi_hard_triplet"), event.message());
        assertEquals(heard, monitor.events());
    }

    @Test
    void anEpochWithoutAStepIsReported() {
        TrainingMonitor monitor = monitor();
        run(monitor, 5, step -> 1.0 / step);
        monitor.epoch();
        assertEquals(List.of(), heard);
        monitor.epoch();
        assertEquals(List.of(new EmptyEpoch(5)), heard);
        assertTrue(
                heard.get(0).message().contains("without a training step"),
                heard.get(0).message());
    }

    @Test
    void embeddingsThatLearnOrRestElsewhereHaveNotCollapsed() {
        Random random = new Random(3);
        embed(monitor(), 800, step -> noisy(2 / Math.sqrt(step), 0.3, random));
        embed(monitor(), 800, step -> noisy(1, 0.1, random));
        embed(monitor(), 800, step -> 0.5);
        TrainingMonitor unknown = monitor();
        for (int step = 0; step < 800; step++) {
            unknown.step(1);
            unknown.embedding(1, () -> Double.NaN);
        }
        assertEquals(List.of(), heard);
    }

    @Test
    void whatACollapsedEmbeddingWouldCostIsOnlyAskedWhenTheLossRests() {
        Random random = new Random(4);
        TrainingMonitor monitor = monitor();
        for (int step = 0; step < 800; step++) {
            monitor.embedding(noisy(1, 0.3, random), () -> fail("asked for nothing"));
        }
    }

    @Test
    void aSmallLossIsJudgedLikeALargeOne() {
        for (double unit : new double[] {1e-12, 1, 1e12}) {
            Random random = new Random(1);
            run(monitor(), 5_000, step -> unit * noisy(1 / Math.sqrt(step), 0.3, random));
            assertEquals(List.of(), heard, "unit " + unit);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.3})
    void aLossThatNeverFallsIsReportedOnce(double spread) {
        Random random = new Random(7);
        TrainingMonitor monitor = monitor();
        run(monitor, 20_000, step -> noisy(2.3, spread, random));
        assertEquals(1, heard.size(), heard.toString());
        StalledLoss event = assertInstanceOf(StalledLoss.class, heard.get(0));
        assertTrue(event.step() >= 1_000 && event.step() < 6_000, event.toString());
        assertTrue(event.lowest() < 2.4, event.toString());
        assertTrue(event.message().contains("learning rate"), event.message());
        assertEquals(heard, monitor.events());
    }

    @Test
    void aLossThatFellAndStaysIsNotCalledUnlearnt() {
        Random random = new Random(3);
        run(monitor(), 10_000, step -> noisy(0.2 + 2 * Math.exp(-step / 300.0), 0.1, random));
        StalledLoss event = assertInstanceOf(StalledLoss.class, heard.get(0));
        assertFalse(event.fromTheStart(), event.toString());
        assertTrue(event.since() > 800 && event.since() < 4_000, event.toString());
        assertTrue(event.cause().contains("converged"), event.cause());
    }

    @Test
    void aLossThatNeverFellIsCalledUnlearnt() {
        run(monitor(), 1_500, step -> 0.6931);
        StalledLoss event = assertInstanceOf(StalledLoss.class, heard.get(0));
        assertTrue(event.fromTheStart());
        assertEquals(1_001, event.step());
        assertEquals(1, event.since());
    }

    @Test
    void patienceCanBeTurnedOff() {
        TrainingMonitor monitor = new TrainingMonitor(new WatchSettings().withPatience(Integer.MAX_VALUE), heard::add);
        run(monitor, 20_000, step -> 1);
        assertEquals(List.of(), heard);
    }

    @Test
    void aNaNOutOfNowhereIsReportedAsBrokenData() {
        TrainingMonitor monitor = monitor();
        run(monitor, 200, step -> step < 100 ? 1.0 / step : Double.NaN);
        NonFiniteLoss event = assertInstanceOf(NonFiniteLoss.class, heard.get(0));
        assertEquals(1, heard.size());
        assertEquals(100, event.step());
        assertFalse(event.rising(), event.toString());
        assertTrue(event.cause().contains("NaN"), event.cause());
    }

    @Test
    void aLossThatExplodesIsReportedAsDivergence() {
        run(monitor(), 300, step -> step < 50 ? 1 : Math.exp(3.0 * (step - 50)));
        NonFiniteLoss event = assertInstanceOf(NonFiniteLoss.class, heard.get(0));
        assertEquals(1, heard.size());
        assertTrue(event.rising(), event.toString());
        assertEquals(Double.POSITIVE_INFINITY, event.loss());
        assertTrue(event.remedy().contains("lower the learning rate"), event.remedy());
    }

    @Test
    void aFirstLossThatIsNaNIsReported() {
        monitor().step(Double.NaN);
        NonFiniteLoss event = assertInstanceOf(NonFiniteLoss.class, heard.get(0));
        assertEquals(1, event.step());
        assertFalse(event.rising());
        assertTrue(event.symptom().contains("from the start"), event.symptom());
    }

    @Test
    void aValidationLossThatRisesWhileTheTrainingLossFallsIsReportedOnce() {
        TrainingMonitor monitor = monitor();
        Random random = new Random(5);
        for (int epoch = 1; epoch <= 60; epoch++) {
            double training = 1.0 / epoch;
            run(monitor, 20, step -> noisy(training, 0.2, random));
            monitor.validation(noisy(0.5 / epoch + 0.3 + 0.01 * epoch, 0.03, random));
        }
        assertEquals(1, heard.size(), heard.toString());
        DivergingValidation event = assertInstanceOf(DivergingValidation.class, heard.get(0));
        assertTrue(event.best() >= 80 && event.best() <= 280, event.toString());
        assertTrue(event.step() > event.best() && event.step() <= 600, event.toString());
        assertTrue(event.training() < event.bestTraining());
        assertTrue(event.message().contains("early stopping"), event.message());
    }

    @Test
    void aNoisyValidationLossThatLevelsOffIsHealthy() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            TrainingMonitor monitor = monitor();
            for (int epoch = 1; epoch <= 100; epoch++) {
                double training = 1.0 / epoch;
                run(monitor, 20, step -> noisy(training, 0.3, random));
                monitor.validation(noisy(0.5 / epoch + 0.3, 0.05, random));
            }
            assertEquals(List.of(), heard, "seed " + seed);
        }
    }

    @Test
    void aValidationLossThatRisesWithTheTrainingLossIsNotOverfitting() {
        TrainingMonitor monitor = monitor();
        for (int epoch = 1; epoch <= 30; epoch++) {
            double loss = epoch < 10 ? 10 - epoch : epoch / 10.0;
            run(monitor, 10, step -> loss);
            monitor.validation(loss);
        }
        assertEquals(List.of(), heard);
    }

    @Test
    void aValidationLossThatIsNaNIsReported() {
        TrainingMonitor monitor = monitor();
        run(monitor, 10, step -> 1);
        monitor.validation(Double.NaN);
        assertInstanceOf(NonFiniteLoss.class, heard.get(0));
    }

    @Test
    void aHighLossWithoutGradientAtSaturatedOutputsIsReportedOnce() {
        TrainingMonitor monitor = monitor();
        for (int step = 0; step < 300; step++) {
            monitor.step(0.5, 1e-7, () -> 0.97);
        }
        assertEquals(1, heard.size(), heard.toString());
        VanishingOutputGradient event = assertInstanceOf(VanishingOutputGradient.class, heard.get(0));
        assertEquals(50, event.step());
        assertTrue(event.message().contains("97 %"), event.message());
        assertTrue(event.remedy().contains("logits"), event.remedy());
    }

    @Test
    void aSmallGradientIsHealthyWhereTheLossIsSmallTooOrOutputsAreNotSaturated() {
        TrainingMonitor learnt = monitor();
        for (int step = 1; step < 900; step++) {
            double loss = Math.exp(-step / 100.0);
            learnt.step(loss, loss > 0.4 ? 0.1 * loss : 1e-5 * loss, () -> 1);
        }
        TrainingMonitor balanced = monitor();
        for (int step = 0; step < 900; step++) {
            balanced.step(0.6, 1e-9, () -> 0.1);
        }
        TrainingMonitor steep = monitor();
        for (int step = 0; step < 900; step++) {
            steep.step(0.6, 0.1, () -> 1);
        }
        assertEquals(List.of(), heard);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void settingsAreChecked(double wrong) {
        assertThrows(IllegalArgumentException.class, () -> new WatchSettings().withLeastFall(wrong));
        assertThrows(IllegalArgumentException.class, () -> new WatchSettings().withVanishing(10, wrong));
        assertThrows(IllegalArgumentException.class, () -> new WatchSettings().withValidation(3, wrong));
        assertThrows(IllegalArgumentException.class, () -> new WatchSettings().withPatience(0));
    }
}
