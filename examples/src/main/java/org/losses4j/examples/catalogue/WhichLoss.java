package org.losses4j.examples.catalogue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.losses4j.LossSpec;
import org.losses4j.Losses;

/**
 * The questions that lead from a task to a loss, from the resource {@code which-loss.json}.
 *
 * @param questions the questions, the first of which begins
 * @param special losses that no answer names, each with half a sentence on what it is for
 */
public record WhichLoss(List<Question> questions, Map<String, String> special) {
    private static final String RESOURCE = "/which-loss.json";
    private static final int MOST_LOSSES = 3;
    // Names such as GAN and CTC have three letters; shorter words are articles and the like.
    private static final int SHORTEST_WORD = 3;
    private static final int SHORTEST_STEM = 4;

    /**
     * A question.
     *
     * @param name the name by which answers lead to it
     * @param question the question
     * @param answers what may be answered
     */
    public record Question(String name, String question, List<Answer> answers) {}

    /**
     * An answer, which leads either to another question or to losses.
     *
     * @param answer the answer
     * @param next the name of the next question; null where the answer has losses
     * @param losses specifications of losses, each with the reason to take it; empty where there is a next question
     * @param words further words by which the answer is found
     */
    public record Answer(String answer, @Nullable String next, Map<String, String> losses, String words) {

        /** An answer without losses, or without words, has empty ones. */
        public Answer(
                String answer, @Nullable String next, @Nullable Map<String, String> losses, @Nullable String words) {
            this.answer = answer;
            this.next = next;
            this.losses = Objects.requireNonNullElse(losses, Map.of());
            this.words = Objects.requireNonNullElse(words, "");
        }
    }

    /**
     * A question and what was answered.
     *
     * @param question the question
     * @param answer one of its answers
     */
    public record Step(Question question, Answer answer) {}

    /**
     * The way to an answer that has losses.
     *
     * @param steps the questions and answers, the last of which has the losses
     */
    public record Way(List<Step> steps) {

        /** The last step, whose answer has the losses. */
        public Step last() {
            return steps.get(steps.size() - 1);
        }

        /** The words that find the answer. */
        Set<String> words() {
            Set<String> words = new TreeSet<>();
            steps.forEach(step -> words.addAll(split(step.answer().words())));
            return words;
        }
    }

    /**
     * A loss that was found.
     *
     * @param step the last question, and the answer that has the loss
     * @param loss its specification
     * @param why the reason to take it
     */
    public record Found(Step step, String loss, String why) {}

    /** The project's own questions. */
    public static WhichLoss load() {
        try (InputStream stream = Objects.requireNonNull(WhichLoss.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            return new ObjectMapper().readValue(stream, WhichLoss.class);
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + ": " + e.getMessage(), e);
        }
    }

    /**
     * The question of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Question question(String name) {
        return questions.stream()
                .filter(question -> question.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(RESOURCE + " has no question '" + name + "'"));
    }

    /** All ways from the first question to losses, in the order of the answers. */
    public List<Way> ways() {
        List<Way> ways = new ArrayList<>();
        follow(questions.get(0), new ArrayDeque<>(), ways);
        return ways;
    }

    private void follow(Question question, Deque<Step> before, List<Way> ways) {
        if (before.size() >= questions.size()) {
            throw new IllegalArgumentException(RESOURCE + ": the question '" + question.name() + "' leads to itself");
        }
        for (Answer answer : question.answers()) {
            before.addLast(new Step(question, answer));
            if (answer.next() == null) {
                ways.add(new Way(List.copyOf(before)));
            } else {
                follow(question(answer.next()), before, ways);
            }
            before.removeLast();
        }
    }

    /** The names of all losses that a specification contains, in its order. */
    static Set<String> names(String text) {
        Set<String> names = new LinkedHashSet<>();
        collect(LossSpec.parse(text), names);
        return names;
    }

    private static void collect(@Nullable Object value, Set<String> names) {
        if (value instanceof LossSpec spec) {
            collect(spec.name(), names);
            spec.arguments().values().forEach(argument -> collect(argument, names));
        } else if (value instanceof List<?> list) {
            list.forEach(element -> collect(element, names));
        } else if (value instanceof String word
                && Losses.registered().find(word).isPresent()) {
            names.add(word);
        }
    }

    /** All words that {@link #find} knows. */
    public Set<String> words() {
        Set<String> words = new TreeSet<>();
        ways().forEach(way -> words.addAll(way.words()));
        return words;
    }

    /**
     * The losses, one to three, whose answers have most of the words; rare words count more than those of many answers.
     *
     * @param text words such as "noisy labels"
     * @throws IllegalArgumentException if no answer has any of them; the message lists the words that are known
     */
    public List<Found> find(String text) {
        List<String> wanted = split(text);
        List<Way> ways = ways();
        Map<Way, Double> scores = new LinkedHashMap<>();
        for (String word : wanted) {
            List<Way> having = ways.stream()
                    .filter(way -> way.words().stream().anyMatch(known -> isSame(word, known)))
                    .toList();
            having.forEach(way -> scores.merge(way, 1 + 1.0 / having.size(), Double::sum));
        }
        double best = scores.values().stream().max(Comparator.naturalOrder()).orElse(0.0);
        if (best == 0) {
            throw new IllegalArgumentException(
                    "No loss is known for '" + text + "'. Known words: " + String.join(", ", words()));
        }
        List<Way> found = ways.stream()
                .filter(way -> best == Objects.requireNonNullElse(scores.get(way), 0.0))
                .toList();
        return choose(found);
    }

    /** The first losses of all that were found, then the second ones. */
    private static List<Found> choose(List<Way> ways) {
        Map<String, Found> chosen = new LinkedHashMap<>();
        int most = ways.stream()
                .mapToInt(way -> way.last().answer().losses().size())
                .max()
                .orElse(0);
        for (int rank = 0; rank < most; rank++) {
            for (Way way : ways) {
                List<Map.Entry<String, String>> losses =
                        List.copyOf(way.last().answer().losses().entrySet());
                if (rank < losses.size() && chosen.size() < MOST_LOSSES) {
                    Map.Entry<String, String> loss = losses.get(rank);
                    chosen.putIfAbsent(loss.getKey(), new Found(way.last(), loss.getKey(), loss.getValue()));
                }
            }
        }
        return List.copyOf(chosen.values());
    }

    private static List<String> split(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}_]+"))
                .filter(word -> word.length() >= SHORTEST_WORD)
                .distinct()
                .toList();
    }

    /** Whether two words are the same but for an ending: image and images, imbalance and imbalanced. */
    private static boolean isSame(String wanted, String known) {
        int shorter = Math.min(wanted.length(), known.length());
        return wanted.equals(known)
                || (shorter >= SHORTEST_STEM && (wanted.startsWith(known) || known.startsWith(wanted)));
    }
}
