package org.losses4j.examples.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The losses of another library and what they are here, from the resource {@code parity/NAME.json}.
 *
 * @param title the library and its version
 * @param names where its losses are found
 * @param general what differs for all of them
 * @param losses one row for each loss, or more
 */
public record Peers(String title, String names, String general, List<Row> losses) {

    /** The libraries, by the names of their files. */
    public static final List<String> LIBRARIES = List.of(
            "deeplearning4j", "djl", "pytorch", "torchvision", "keras", "optax", "pytorch-metric-learning", "tfgan");

    /**
     * A loss of the library.
     *
     * @param name its name there
     * @param call how it is made there, if its name does not say it
     * @param activation Deeplearning4j's activation of the layer behind which both are equal
     * @param scale the factor by which DJL's is larger
     * @param here the specification of the loss or objective here; null if it is left out
     * @param remark what differs
     * @param leftOut why there is none here; null if there is one
     */
    public record Row(
            String name,
            @Nullable String call,
            @Nullable String activation,
            @Nullable Double scale,
            @Nullable String here,
            @Nullable String remark,
            @JsonProperty("left_out") @Nullable String leftOut) {}

    /** The losses of one of the {@link #LIBRARIES}. */
    public static Peers of(String library) {
        String resource = "/parity/" + library + ".json";
        try (InputStream stream = Objects.requireNonNull(Peers.class.getResourceAsStream(resource), resource)) {
            return new ObjectMapper().readValue(stream, Peers.class);
        } catch (IOException e) {
            throw new UncheckedIOException(resource + ": " + e.getMessage(), e);
        }
    }
}
