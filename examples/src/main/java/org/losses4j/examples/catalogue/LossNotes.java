package org.losses4j.examples.catalogue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The notes on a loss that a page adds to its formula, from the resource {@code catalogue/NAME.json}.
 *
 * @param latex the formula in LaTeX, as GitHub renders it; null while it is not written
 * @param use when to take the loss
 * @param advantages what speaks for it
 * @param drawbacks what speaks against it
 * @param neighbours names of losses to consider instead, each with half a sentence that says when
 * @param snippets the lines of code by framework, {@code dl4j} or {@code djl}, where {@link Snippets} cannot derive them
 * @param peers the same loss in other libraries
 * @param picture what its picture shows
 */
public record LossNotes(
        @Nullable String latex,
        String use,
        List<String> advantages,
        List<String> drawbacks,
        Map<String, String> neighbours,
        Map<String, List<String>> snippets,
        List<Peer> peers,
        Picture picture) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Notes without neighbours or snippets have empty ones. */
    public LossNotes(
            @Nullable String latex,
            String use,
            List<String> advantages,
            List<String> drawbacks,
            @Nullable Map<String, String> neighbours,
            @Nullable Map<String, List<String>> snippets,
            List<Peer> peers,
            Picture picture) {
        this.latex = latex;
        this.use = use;
        this.advantages = advantages;
        this.drawbacks = drawbacks;
        this.neighbours = Objects.requireNonNullElse(neighbours, Map.of());
        this.snippets = Objects.requireNonNullElse(snippets, Map.of());
        this.peers = peers;
        this.picture = picture;
    }

    /**
     * The same loss, or the nearest, elsewhere.
     *
     * @param library PyTorch, Keras, DL4J, DJL, …
     * @param name what it is called there; "none" if there is none
     * @param porting what to write here instead, and what differs
     */
    public record Peer(String library, String name, String porting) {}

    /**
     * The notes of a registered loss.
     *
     * @throws IllegalArgumentException if there are none; the message says where to write them
     */
    public static LossNotes of(String name) {
        String resource = "/catalogue/" + name + ".json";
        try (InputStream stream = LossNotes.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalArgumentException("The loss '" + name + "' has no page: write its notes to"
                        + " examples/src/main/resources" + resource + " (huber.json there is a model), then run"
                        + " examples/run losses --pages docs/losses");
            }
            return JSON.readValue(stream, LossNotes.class);
        } catch (IOException e) {
            throw new UncheckedIOException(resource + ": " + e.getMessage(), e);
        }
    }
}
