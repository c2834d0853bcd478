package org.losses4j.examples.language;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.losses4j.Objective;
import org.losses4j.examples.data.Verses;
import org.losses4j.examples.laboratory.Comparison;
import org.losses4j.examples.laboratory.ComparisonReport;
import org.losses4j.examples.laboratory.Contender;
import org.losses4j.examples.laboratory.Example;
import org.losses4j.examples.laboratory.Experiment;
import org.losses4j.examples.laboratory.Figure;
import org.losses4j.examples.laboratory.Framework;
import org.losses4j.examples.laboratory.Run;
import org.losses4j.examples.laboratory.Training;
import org.losses4j.examples.laboratory.Trial;
import org.losses4j.examples.laboratory.Trials;
import org.losses4j.loss.classification.SparseCategoricalCrossEntropy;

/** Trains a model of a text, with its last layer whole and in chunks of rows. */
public final class LanguageExample implements Example, Experiment<Reading> {
    static final Figure BITS = new Figure("bits_per_character", "bits per character", "%.5f");
    static final Figure SECONDS = new Figure("seconds_per_epoch", "seconds per epoch", "%.1f");

    private static final int CHUNK = 128;
    private static final int PROCESSES = 3;
    private static final String IN_CHUNKS = "in chunks of " + CHUNK;
    private static final String WHOLE = "whole";

    @Override
    public String name() {
        return "language";
    }

    @Override
    public String summary() {
        return "a model of a text, its last layer of thousands of words whole and in chunks of rows";
    }

    @Override
    public int defaultEpochs() {
        return 4;
    }

    @Override
    public Duration duration(Framework framework) {
        return Duration.ofSeconds(250);
    }

    @Override
    public int defaultRepeats() {
        return 1;
    }

    @Override
    public List<Contender> contenders(long seed) {
        Objective loss = Objective.of(new SparseCategoricalCrossEntropy());
        return List.of(new Contender(IN_CHUNKS, loss), new Contender(WHOLE, loss));
    }

    @Override
    public Training<Reading> start(Contender contender, Framework framework, long seed) throws IOException {
        return new LanguageTraining(framework, Corpus.of(Verses.bundled(), seed), chunkRows(contender.name()), seed);
    }

    @Override
    public void run(Run run) throws IOException {
        Corpus corpus = Corpus.of(Verses.bundled(), run.seed());
        double unigram = corpus.unigramBitsPerCharacter();
        Trials<Reading> trials = new Comparison<>(run, this).train(name());
        double difference = largestDifference(trials);
        Map<String, List<Double>> memory = peakMemory(run);
        new ComparisonReport(run, name(), trials, List.of(BITS, SECONDS))
                .write(Map.of(
                        "unigram_bits_per_character",
                        unigram,
                        "largest_difference_in_bits_per_character",
                        difference,
                        "vocabulary",
                        corpus.vocabulary().size(),
                        "training_tokens",
                        corpus.train().tokens().length,
                        "test_tokens",
                        corpus.test().tokens().length,
                        "test_characters",
                        corpus.testCharacters(),
                        "batch",
                        LanguageTraining.BATCH,
                        "peak_mebibytes",
                        memory));
        run.out()
                .printf(
                        Locale.ROOT,
                        "%,d tokens to choose from; by their frequencies alone %.5f bits per character%n"
                                + "largest difference between the two after any epoch: %.1e bits per character%n",
                        corpus.vocabulary().size(),
                        unigram,
                        difference);
        memory.forEach((way, peaks) -> run.out()
                .printf(
                        Locale.ROOT,
                        "peak memory of training, %s: %.0f MiB (median of %d processes; %s)%n",
                        way,
                        peaks.get(peaks.size() / 2),
                        peaks.size(),
                        peaks.stream()
                                .map(peak -> String.format(Locale.ROOT, "%.1f", peak))
                                .collect(Collectors.joining(", "))));
        LanguagePictures pictures = new LanguagePictures(run.framework(), trials);
        pictures.bits(unigram).save(run.folder().file("bits.png"));
        pictures.text().save(run.folder().file("text.png"));
    }

    /** The peaks of several processes each, sorted, in MiB; none where they cannot be measured. */
    private static Map<String, List<Double>> peakMemory(Run run) throws IOException {
        Map<String, List<Double>> peaks = new LinkedHashMap<>();
        for (int process = 0; process < PROCESSES && !run.interruption().requested(); process++) {
            for (String way : List.of(IN_CHUNKS, WHOLE)) {
                PeakMemory.measure(run.framework(), chunkRows(way), run.seed())
                        .ifPresent(peak -> peaks.computeIfAbsent(way, none -> new ArrayList<>())
                                .add(peak));
            }
        }
        peaks.values().forEach(Collections::sort);
        return peaks;
    }

    private static int chunkRows(String way) {
        return way.equals(WHOLE) ? 0 : CHUNK;
    }

    /** Of held-out bits per character after any epoch, between the two ways with the same seed. */
    private static double largestDifference(Trials<Reading> trials) {
        double largest = 0;
        for (Trial<Reading> chunked : trials.of(IN_CHUNKS)) {
            for (Trial<Reading> whole : trials.of(WHOLE)) {
                if (chunked.seed() == whole.seed()) {
                    List<Double> a = chunked.picture().bitsPerCharacter();
                    List<Double> b = whole.picture().bitsPerCharacter();
                    largest = IntStream.range(0, Math.min(a.size(), b.size()))
                            .mapToDouble(epoch -> Math.abs(a.get(epoch) - b.get(epoch)))
                            .reduce(largest, Math::max);
                }
            }
        }
        return largest;
    }
}
