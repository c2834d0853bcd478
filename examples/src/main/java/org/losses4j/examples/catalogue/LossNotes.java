package org.losses4j.examples.catalogue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The notes on a loss that a page adds to its formula, from the resource {@code catalogue/NAME.json}.
 *
 * @param use when to take the loss
 * @param advantages what speaks for it
 * @param drawbacks what speaks against it
 * @param peers the same loss in other libraries
 * @param picture what its picture shows
 */
public record LossNotes(
        String use, List<String> advantages, List<String> drawbacks, List<Peer> peers, Picture picture) {
    private static final ObjectMapper JSON = new ObjectMapper();

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
