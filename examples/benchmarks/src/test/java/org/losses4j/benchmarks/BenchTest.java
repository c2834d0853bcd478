package org.losses4j.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine;

class BenchTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void listsWhatAFilterLeaves() {
        assertEquals(0, run("--list", "--full", "huber/1024x1000", "--threads", "2"));
        assertEquals(
                List.of(
                        "huber/1024x1000/engine",
                        "huber/1024x1000/stream",
                        "huber/1024x1000/dl4j",
                        "huber/1024x1000/dl4j-composed",
                        "huber/1024x1000/djl",
                        "huber/1024x1000/djl-composed"),
                out.toString().lines().toList());
    }

    @Test
    void aFilterThatLeavesNothingIsAWrongCommandLine() {
        assertEquals(2, run("hubber"));
        assertTrue(err.toString().contains("No measurement has 'hubber' in its name"), err.toString());
    }

    @Test
    void aMeasurementRunsInAJvmOfItsOwn() throws RunnerException {
        System.setProperty("jmh.ignoreLock", "true");
        Measurement measurement = new Measurement(Subject.HUBER, new Size(8, 4), Contender.ENGINE);
        Figure figure = new Effort(1, 1, 1, 3, 10).measure(measurement, false);
        assertEquals("huber 8x4 engine 1", String.join(" ", figure.loss(), figure.size(), figure.contender(), "1"));
        assertTrue(figure.low() > 0 && figure.low() <= figure.median() && figure.median() <= figure.high());
    }

    @Test
    void figuresSurviveAFile(@TempDir Path folder) throws IOException {
        List<Figure> figures = List.of(new Figure("huber", "8x4", "engine", 2, 1.5, 1.25, 2, 0, false));
        Path file = folder.resolve("figures.json");
        Figures.write(figures, file);
        assertEquals(figures, Figures.read(file));
        assertTrue(Files.readString(file).endsWith(System.lineSeparator()));
    }

    @Test
    void aRatioIsThePeersTimeByOurs() {
        String table = new RatioTable(List.of(
                        new Figure("huber", "8x4", "engine", 1, 2, 2, 2, 0, false),
                        new Figure("huber", "8x4", "stream", 1, 1, 1, 1, 0, false),
                        new Figure("huber", "8x4", "pytorch", 1, 5, 5, 5, 0, false),
                        new Figure("huber", "8x4", "pytorch", 2, 4, 4, 4, 0, false),
                        new Figure("huber", "8x4", "djl", 1, 3, 3, 3, 0, false),
                        new Figure("vae", "8x4", "engine", 1, 12.25, 12, 13, 0, false)))
                .markdown();
        assertEquals("""
                ### engine, 1 thread

                | loss | size | engine | stream | pytorch |
                | --- | --- | --: | --: | --: |
                | huber | 8x4 | 2.00 | 1.00 (×0.50) | 5.00 (×2.50) |
                | vae | 8x4 | 12.3 |  |  |

                ### djl, 1 thread

                | loss | size | djl |
                | --- | --- | --: |
                | huber | 8x4 | 3.00 |

                """, table.replace(System.lineSeparator(), "\n"));
    }

    @Test
    void whatStillWarmedUpHasNoRatio() {
        String table = new RatioTable(List.of(
                        new Figure("huber", "8x4", "engine", 1, 2, 2, 2, 3, false),
                        new Figure("huber", "8x4", "pytorch", 1, 5, 5, 5, 5, true),
                        new Figure("vae", "8x4", "engine", 1, 2, 2, 2, 3, true),
                        new Figure("vae", "8x4", "pytorch", 1, 5, 5, 5, 5, false)))
                .markdown();
        assertTrue(table.contains("| huber | 8x4 | 2.00 (to 3.00) | warming up |"), table);
        assertTrue(table.contains("| vae | 8x4 | warming up | 5.00 |"), table);
    }

    @Test
    void codeThatGetsFasterIsWarmingUp() {
        assertTrue(new Fork(new double[] {9, 8, 9}, new double[] {5, 5, 5}, 0).isWarmingUp());
        assertTrue(new Fork(new double[] {9, 9, 9}, new double[] {9, 9, 5, 5}, 0).isWarmingUp());
        assertFalse(new Fork(new double[] {5, 5.2, 5}, new double[] {5, 4.9, 5.1, 5}, 0.02).isWarmingUp());
        assertFalse(new Fork(new double[] {5, 5, 5}, new double[] {9, 9, 9}, 0).isWarmingUp());
        assertTrue(new Fork(new double[] {5, 5, 5}, new double[] {5, 5, 5}, 0.8).isWarmingUp());
    }

    @Test
    void codeThatALongerWarmUpMakesNoFasterIsWarm() {
        Figure shorter = figure(5, true);
        assertFalse(figure(5.1, true).after(shorter).warmingUp());
        assertTrue(figure(4, true).after(shorter).warmingUp());
        assertFalse(figure(4, false).after(shorter).warmingUp());
    }

    private static Figure figure(double median, boolean warmingUp) {
        return new Figure("huber", "8x4", "engine", 1, median, median, median, median, warmingUp);
    }

    @Test
    void aFiguresQuartilesAreBetweenItsSamples() {
        List<Fork> forks = List.of(
                new Fork(new double[] {1}, new double[] {8, 10}, 0),
                new Fork(new double[] {2}, new double[] {2, 4, 6}, 0));
        Figure figure = Figure.of(Subject.VAE, new Size(1, 2), "djl", 1, forks);
        assertEquals(new Figure("vae", "1x2", "djl", 1, 3, 2, 4, 4.5, false), figure);
    }

    private int run(String... arguments) {
        return new CommandLine(new Bench())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
