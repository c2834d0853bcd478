package org.losses4j.examples.language;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.losses4j.examples.Framework;
import org.losses4j.examples.data.Tokens;
import org.losses4j.examples.data.Verses;
import org.losses4j.examples.metrics.ResidentMemory;

/**
 * The memory that training takes, in a process of its own that does nothing else: the most that is resident in some
 * steps of {@value LanguageTraining#BATCH} rows, less what is after steps of {@value #FEW} rows. So weights, what the
 * updater keeps, the frameworks and the Java heap, which is touched whole beforehand, are not in it.
 */
final class PeakMemory {
    private static final int FEW = 8;
    private static final int STEPS = 10;
    private static final int STOPPED = 130;
    private static final double MEBIBYTE = 1 << 20;
    private static final String RESULT = "peak ";

    private PeakMemory() {}

    /**
     * In MiB; nothing if the user stopped it, or where the system does not tell.
     *
     * @param chunkRows as in {@link LanguageModel.Plan}
     */
    static OptionalDouble measure(Framework framework, int chunkRows, long seed) throws IOException {
        if (!ResidentMemory.known()) {
            return OptionalDouble.empty();
        }
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms512m",
                        "-Xmx512m",
                        "-XX:+AlwaysPreTouch",
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PeakMemory.class.getName(),
                        framework.name(),
                        Integer.toString(chunkRows),
                        Long.toString(seed))
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.onExit().join().exitValue();
        if (status == STOPPED) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(printed.lines()
                .filter(line -> line.startsWith(RESULT))
                .mapToDouble(line -> Double.parseDouble(line.substring(RESULT.length())) / MEBIBYTE)
                .findFirst()
                .orElseThrow(() -> new IOException(
                        "The process that measures memory ended with status " + status + ":\n" + printed)));
    }

    /** Framework, rows of a chunk, seed; prints the bytes. */
    public static void main(String[] arguments) throws IOException {
        Framework framework = Framework.valueOf(arguments[0]);
        Corpus corpus = Corpus.of(Verses.bundled(), Long.parseLong(arguments[2]));
        LanguageModel.Plan plan = new LanguageModel.Plan(corpus.vocabulary().size(), Integer.parseInt(arguments[1]));
        List<Tokens.Batch> few = corpus.train().inOrder(FEW).subList(0, STEPS);
        List<Tokens.Batch> many = corpus.train().inOrder(LanguageTraining.BATCH).subList(0, STEPS);
        try (LanguageModel model = LanguageModel.create(framework, plan, 1)) {
            model.trainEpoch(few);
            System.gc();
            ResidentMemory.forgetPeak();
            long before = ResidentMemory.now();
            model.trainEpoch(many);
            System.out.println(RESULT + (ResidentMemory.peak() - before));
        }
        System.exit(0);
    }
}
