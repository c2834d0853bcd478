package org.losses4j.examples.language;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.losses4j.examples.data.Tokens;
import org.losses4j.examples.data.Verses;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.metrics.FreshJvm;
import org.losses4j.examples.metrics.ResidentMemory;

/**
 * Measures the memory that training takes, in a process of its own that does nothing else: the most that is resident in
 * some steps of {@value LanguageTraining#BATCH} rows, less what is resident after steps of {@value #FEW} rows. So weights,
 * the updater's state, the frameworks and the Java heap, whose pages are all touched beforehand, are not counted.
 */
final class PeakMemory {
    private static final int FEW = 8;
    private static final int STEPS = 10;
    private static final double MEBIBYTE = 1 << 20;

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
        Optional<String> bytes = FreshJvm.result(
                PeakMemory.class,
                List.of(),
                List.of(framework.name(), Integer.toString(chunkRows), Long.toString(seed)));
        return bytes.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(bytes.get()) / MEBIBYTE);
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
            FreshJvm.printResult(ResidentMemory.peak() - before);
        }
        System.exit(0);
    }
}
