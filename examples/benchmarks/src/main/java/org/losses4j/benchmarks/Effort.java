package org.losses4j.benchmarks;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.openjdk.jmh.profile.CompilerProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The thoroughness of a measurement.
 *
 * @param threads the number of threads that a computation may use
 * @param forks the number of fresh JVMs for each measurement
 * @param warmups the number of iterations before those that count
 * @param iterations the number of iterations that count, in each fork
 * @param milliseconds the length of each iteration
 */
record Effort(int threads, int forks, int warmups, int iterations, long milliseconds) {
    private static final int PATIENCE = 8;
    private static final String COMPILATION = "compiler.time.profiled";

    Effort {
        if (threads < 1 || forks < 1) {
            throw new IllegalArgumentException(
                    "Threads and forks must be at least 1, got " + threads + " and " + forks);
        }
    }

    static Effort quick(int threads) {
        return new Effort(threads, 1, 20, 4, 100);
    }

    static Effort thorough(int threads) {
        return new Effort(threads, 2, 40, 5, 100);
    }

    Effort withWarmups(int number) {
        return new Effort(threads, forks, number, iterations, milliseconds);
    }

    Effort withForks(int number) {
        return new Effort(threads, number, warmups, iterations, milliseconds);
    }

    /**
     * Measures one thing in JVMs of its own; again and with a longer warm-up if it still got faster, up to {@value #PATIENCE}
     * times as long, or until that makes it no faster: then it was noise that looked like a warm-up.
     *
     * @throws RunnerException if it fails
     */
    Figure measure(Measurement measurement, boolean verbose) throws RunnerException {
        Figure figure = once(measurement, verbose);
        for (int longer = 2; figure.warmingUp() && longer <= PATIENCE; longer *= 2) {
            figure = withWarmups(longer * warmups).once(measurement, verbose).after(figure);
        }
        return figure;
    }

    private Figure once(Measurement measurement, boolean verbose) throws RunnerException {
        Collection<RunResult> results = new Runner(
                        new OptionsBuilder()
                                .include(measurement.contender().pattern())
                                .param("subject", measurement.subject().name())
                                .param("size", measurement.size().toString())
                                .forks(forks)
                                .warmupIterations(Math.max(0, warmups - iterations))
                                .warmupTime(TimeValue.milliseconds(milliseconds))
                                .measurementIterations(2 * iterations)
                                .measurementTime(TimeValue.milliseconds(milliseconds))
                                .addProfiler(CompilerProfiler.class)
                                .jvmArgsAppend(flags().toArray(String[]::new))
                                .shouldFailOnError(true)
                                .build(),
                        output(verbose))
                .run();
        List<Fork> measured = results.stream()
                .flatMap(result -> result.getBenchmarkResults().stream())
                .map(fork -> fork(List.copyOf(fork.getIterationResults())))
                .toList();
        return Figure.of(
                measurement.subject(),
                measurement.size(),
                measurement.contender().title(),
                threads,
                measured);
    }

    private Fork fork(List<IterationResult> results) {
        List<IterationResult> counted = results.subList(iterations, results.size());
        double compiled = counted.stream()
                .mapToDouble(iteration -> Objects.requireNonNull(
                                iteration.getSecondaryResults().get(COMPILATION))
                        .getScore())
                .sum();
        return new Fork(
                times(results.subList(0, iterations)), times(counted), compiled / (counted.size() * milliseconds));
    }

    private static double[] times(List<IterationResult> results) {
        return results.stream()
                .mapToDouble(iteration -> iteration.getPrimaryResult().getScore())
                .toArray();
    }

    private static OutputFormat output(boolean verbose) {
        return verbose
                ? OutputFormatFactory.createFormatInstance(System.out, VerboseMode.NORMAL)
                : (OutputFormat) Proxy.newProxyInstance(
                        OutputFormat.class.getClassLoader(),
                        new Class<?>[] {OutputFormat.class},
                        (proxy, method, arguments) -> null);
    }

    private List<String> flags() {
        List<String> flags = new ArrayList<>(Threads.flags(threads));
        flags.add("-Xms2g");
        flags.add("-Xmx2g");
        // Else the first gigabytes of garbage pay for pages, whichever contender makes it, and small steps take a fifth
        // longer.
        flags.add("-XX:+AlwaysPreTouch");
        flags.add("-Dorg.bytedeco.javacpp.maxbytes=4g");
        flags.add("-Dorg.bytedeco.javacpp.maxphysicalbytes=8g");
        return flags;
    }
}
