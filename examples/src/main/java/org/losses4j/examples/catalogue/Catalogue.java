package org.losses4j.examples.catalogue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.losses4j.Loss;
import org.losses4j.LossType;
import org.losses4j.Losses;
import org.losses4j.Task;
import org.losses4j.examples.report.Chart;

/** Writes a page for each registered loss, one for each task, and an index. */
public final class Catalogue {
    private static final String INDEX = "README.md";
    private static final String GENERATED = "<!-- Written by examples/run losses --pages DIR: do not edit. -->\n";

    private final Map<Task, List<LossType<?>>> byTask;
    private final Map<String, LossNotes> notes = new LinkedHashMap<>();
    private final Map<String, List<Curve>> curves = new LinkedHashMap<>();

    /**
     * The catalogue of all registered losses.
     *
     * @throws IllegalArgumentException if one has no notes; the message says where to write them
     */
    public Catalogue() {
        this(Losses.registered().types());
    }

    /** The catalogue of some losses: collects what there is to say, and computes the curves. */
    Catalogue(List<LossType<?>> types) {
        byTask = types.stream()
                .collect(Collectors.groupingBy(
                        type -> type.defaults().description().task(), TreeMap::new, Collectors.toList()));
        for (LossType<?> type : types) {
            LossNotes known = LossNotes.of(type.name());
            notes.put(type.name(), known);
            curves.put(type.name(), known.picture().compute());
        }
    }

    /** The pages, Markdown by file name. */
    public Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put(INDEX, index());
        byTask.forEach((task, types) -> {
            pages.put(file(task), page(task, types));
            types.forEach(type -> pages.put(
                    file(type.name()), GENERATED + LossPage.text(type, note(type.name()), curve(type.name()))));
        });
        return pages;
    }

    /** The names of the losses, each of which has a picture {@code images/NAME.png}. */
    public List<String> names() {
        return List.copyOf(notes.keySet());
    }

    /**
     * Writes pages and pictures.
     *
     * @param folder a new one, an empty one, or that of an earlier catalogue, whose files are replaced
     * @throws IOException if it is another one, or a page in it was written by somebody else
     */
    public void write(Path folder) throws IOException {
        Chart.requireDrawable();
        requireOurs(folder);
        Path images = Files.createDirectories(folder.resolve("images"));
        for (Map.Entry<String, String> page : pages().entrySet()) {
            Files.writeString(folder.resolve(page.getKey()), page.getValue());
        }
        for (String name : names()) {
            LossPicture.save(
                    Losses.registered().type(name), note(name).picture(), curve(name), images.resolve(name + ".png"));
        }
        ClippedGradient.save(images.resolve("clipped-gradient.png"));
    }

    private void requireOurs(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        boolean empty;
        try (Stream<Path> content = Files.list(folder)) {
            empty = content.findAny().isEmpty();
        }
        if (!empty && !isGenerated(folder.resolve(INDEX))) {
            throw new IOException(folder + " exists and is not the folder of an earlier catalogue: choose another one");
        }
        for (String name : pages().keySet()) {
            Path page = folder.resolve(name);
            if (Files.exists(page) && !isGenerated(page)) {
                throw new IOException(page + " was not written as a page of a catalogue: it is left as it is");
            }
        }
    }

    private static boolean isGenerated(Path page) throws IOException {
        return Files.isRegularFile(page) && Files.readString(page).startsWith(GENERATED);
    }

    private String index() {
        StringBuilder page = new StringBuilder(GENERATED);
        page.append("""
                # The losses

                Every loss goes into DJL as an `ObjectiveLoss`. In Deeplearning4j those of one prediction go into an output layer, ours
                or its own; those of several inputs into a vertex, by `ObjectiveGraphs`. The last columns name what the libraries have
                of their own; what differs is on the pages. The pictures there are computed by the code itself, the formula on the left
                and its derived gradient on the right. [Which loss for my task?](../which-loss.md) leads to one by questions.

                In the formulas x is the prediction, y the target, σ the sigmoid and [·]₊ = max(0, ·); other letters are the parameters that the
                page lists.

                | loss | what it is for | reads | Deeplearning4j | PyTorch | Keras | DL4J's own | DJL's own |
                |---|---|---|---|---|---|---|---|
                """);
        byTask.forEach((task, types) -> {
            page.append("| **[" + task.title() + "](" + file(task) + ")** | | | | | | | |\n");
            types.forEach(type -> page.append(row(type)));
        });
        page.append("""

                ## The lines of code

                The lines on the pages take these classes:

                | | |
                |---|---|
                | both | `org.losses4j.Objective` or `Losses`, and the loss's own class, which its page names |
                | Deeplearning4j | `ObjectiveOutputLayer`, `ObjectiveLossLayer` and `ObjectiveGraphs` of `org.losses4j.dl4j`, `java.util.Map` |
                | DJL | `org.losses4j.djl.ObjectiveLoss`, `ai.djl.training.loss.Loss` |

                `.layer(…)` continues a network's list of layers; [dl4j.md](../dl4j.md) and [djl.md](../djl.md) show the rest. Sizes such as
                `classes` are your network's.
                """);
        return page.toString();
    }

    private String row(LossType<?> type) {
        Loss loss = type.defaults();
        long trained = loss.roles().stream()
                .filter(role -> role.differentiable() && !role.optional())
                .count();
        StringBuilder row = new StringBuilder("| [" + type.name() + "](" + file(type.name()) + ") | "
                + loss.description().summary() + " | "
                + (loss.description().fromLogits() ? "logits" : activation(type)) + " | "
                + (trained == 1 ? "layer" : "vertex") + " |");
        for (String library : List.of("PyTorch", "Keras", "DL4J", "DJL")) {
            row.append(note(type.name()).peers().stream()
                    .filter(peer ->
                            peer.library().equals(library) && !peer.name().equals("none"))
                    .map(peer -> " `" + peer.name() + "` |")
                    .findFirst()
                    .orElse(" |"));
        }
        return row.append('\n').toString();
    }

    private static String activation(LossType<?> type) {
        return switch (type.defaults().description().activation()) {
            case IDENTITY -> "raw output";
            case SIGMOID, SOFTMAX -> "probabilities";
            case LOG_SOFTMAX -> "log-probabilities";
            case POSITIVE -> "numbers ≥ 0";
            case TANH -> "numbers from −1 to 1";
        };
    }

    private String page(Task task, List<LossType<?>> types) {
        StringBuilder page = new StringBuilder(GENERATED);
        String title = task.title();
        page.append("# Losses for ")
                .append(title)
                .append("\n\n[All losses](README.md) · [Which loss for my task?](../which-loss.md)\n\n");
        for (LossType<?> type : types) {
            page.append(LossPage.summary(type, note(type.name())));
        }
        return page.toString().stripTrailing() + "\n";
    }

    /** The name of the page on the losses of a task. */
    static String file(Task task) {
        return task.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".md";
    }

    /** The name of the page on a loss. */
    static String file(String loss) {
        return loss + ".md";
    }

    private LossNotes note(String name) {
        return Objects.requireNonNull(notes.get(name), name);
    }

    private List<Curve> curve(String name) {
        return Objects.requireNonNull(curves.get(name), name);
    }
}
