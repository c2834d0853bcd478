package org.losses4j.benchmarks;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Writes the first seconds of trainings with our loss beside those with the framework's own, as Markdown. */
final class StartTable {
    static final List<Integer> STEPS = List.of(1, 10, 100, 1000);
    static final List<Integer> MOMENTS = List.of(1, 3, 10, 30);

    private final List<StartRun> runs;
    private final List<Integer> moments;

    /** A table of the moments within so many seconds. */
    StartTable(List<StartRun> runs, double seconds) {
        this.runs = runs;
        this.moments = moments(seconds);
    }

    static List<Integer> moments(double seconds) {
        return MOMENTS.stream().filter(moment -> moment <= seconds).toList();
    }

    /** Two rows for each training: own and ours. */
    String markdown() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                Stream.of("training", "loss", "others"),
                STEPS.stream().map(step -> "step " + step),
                moments.stream().map(moment -> "at " + moment + " s"));
        line(
                text,
                Stream.of("---", "---", "--:"),
                STEPS.stream().map(step -> "--:"),
                moments.stream().map(moment -> "--:"));
        runs.stream().map(StartRun::training).distinct().forEach(training -> {
            List<TrainingCurve> own = curves(training, false);
            List<TrainingCurve> ours = curves(training, true);
            line(
                    text,
                    Stream.of(training, "own", others(training, false)),
                    STEPS.stream().map(step -> cell("%.2f", own, curve -> curve.secondsAt(step))),
                    moments.stream().map(moment -> steps(own, moment)));
            line(
                    text,
                    Stream.of(training, "ours", others(training, true)),
                    STEPS.stream().map(step -> cell("%.2f", ours, curve -> curve.secondsAt(step))),
                    moments.stream().map(moment -> behind(own, ours, moment)));
        });
        return text.toString();
    }

    /** The load by other processes, which slows trainings unequally. */
    private String others(String training, boolean ours) {
        return MedianRange.of(runs.stream()
                        .filter(run -> run.training().equals(training) && run.ours() == ours)
                        .mapToDouble(StartRun::otherCores)
                        .toArray())
                .text("%.1f");
    }

    private List<TrainingCurve> curves(String training, boolean ours) {
        return runs.stream()
                .filter(run -> run.training().equals(training) && run.ours() == ours)
                .map(StartRun::curve)
                .toList();
    }

    /** JVMs that ran one after the other are compared with each other, since the machine may change its speed. */
    private static String behind(List<TrainingCurve> own, List<TrainingCurve> ours, double moment) {
        List<Integer> forks =
                IntStream.range(0, Math.min(own.size(), ours.size())).boxed().toList();
        String times = cell("%+.2f", forks, fork -> ours.get(fork).behind(own.get(fork), moment));
        boolean reached = own.stream().allMatch(curve -> curve.stepsAt(moment).isPresent());
        return times.isEmpty() && reached ? "> " + cell("%+.2f", forks, fork -> least(own, ours, fork, moment)) : times;
    }

    /** What ours is behind, or is behind at the least where it did not come as far. */
    private static OptionalDouble least(List<TrainingCurve> own, List<TrainingCurve> ours, int fork, double moment) {
        OptionalDouble behind = ours.get(fork).behind(own.get(fork), moment);
        return behind.isPresent() ? behind : OptionalDouble.of(ours.get(fork).total() - moment);
    }

    private static String steps(List<TrainingCurve> own, double moment) {
        String steps = cell(
                "%.0f",
                own, curve -> {
                    OptionalDouble done = curve.stepsAt(moment);
                    return done.isPresent() ? OptionalDouble.of(Math.floor(done.getAsDouble())) : done;
                });
        return steps.isEmpty() ? steps : "step " + steps;
    }

    /** Empty where a JVM has not come so far, as a median of the others would be too good. */
    private static <T> String cell(String pattern, List<T> forks, Function<T, OptionalDouble> figure) {
        double[] values = forks.stream()
                .map(figure)
                .flatMapToDouble(OptionalDouble::stream)
                .toArray();
        return values.length == 0 || values.length < forks.size()
                ? ""
                : MedianRange.of(values).text(pattern);
    }

    @SafeVarargs
    private static void line(StringBuilder text, Stream<String>... cells) {
        text.append(Stream.of(cells).flatMap(part -> part).collect(Collectors.joining(" | ", "| ", " |")))
                .append(System.lineSeparator());
    }
}
