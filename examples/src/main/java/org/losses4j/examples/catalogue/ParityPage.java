package org.losses4j.examples.catalogue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.losses4j.LossSpec;
import org.losses4j.LossType;
import org.losses4j.Losses;

/** Writes the page on what the losses of other libraries are here. */
public final class ParityPage {
    private static final String GENERATED = "<!-- Written by examples/run losses --parity FILE: do not edit. -->\n";

    private ParityPage() {}

    /** The page, in Markdown. */
    public static String text() {
        StringBuilder page = new StringBuilder(GENERATED);
        page.append("""
                # What the losses of other libraries are here

                Every public loss of these libraries has a row. The column "here" is what `Objective.parse` reads; parameters that it does
                not name have the defaults here. Where a row of PyTorch, Keras, Optax or pytorch-metric-learning says "The same", a test
                compares the value with that library's own. What differs between libraries in general is in [migration.md](migration.md), and
                [each loss's page](losses/README.md) says more.

                """);
        for (String library : Peers.LIBRARIES) {
            Peers peers = Peers.of(library);
            page.append("- [")
                    .append(peers.title())
                    .append("](#")
                    .append(anchor(peers.title()))
                    .append(")\n");
        }
        page.append("- [Losses here that none of them has](#losses-here-that-none-of-them-has)\n");
        for (String library : Peers.LIBRARIES) {
            append(page, Peers.of(library));
        }
        page.append("\n## Losses here that none of them has\n\n");
        page.append(withoutPeer().stream().map(ParityPage::code).collect(Collectors.joining(", ")))
                .append(".\n");
        return page.toString();
    }

    /**
     * Writes the page.
     *
     * @param file a new one, or an earlier page, which is replaced
     * @throws IOException if it is another file
     */
    public static void write(Path file) throws IOException {
        if (Files.exists(file) && !Files.readString(file).startsWith(GENERATED)) {
            throw new IOException(file + " was not written as a page of parity: it is left as it is");
        }
        Files.writeString(file, text());
    }

    /** The registered losses that no row names. */
    static Set<String> withoutPeer() {
        Set<String> names =
                Losses.registered().types().stream().map(LossType::name).collect(Collectors.toCollection(TreeSet::new));
        for (String library : Peers.LIBRARIES) {
            for (Peers.Row row : Peers.of(library).losses()) {
                if (row.here() != null) {
                    remove(names, LossSpec.parse(row.here()));
                }
            }
        }
        return names;
    }

    private static void remove(Set<String> names, @Nullable Object value) {
        if (value instanceof LossSpec spec) {
            names.remove(spec.name());
            spec.arguments().values().forEach(argument -> remove(names, argument));
        } else if (value instanceof List<?> list) {
            list.forEach(element -> remove(names, element));
        }
    }

    private static void append(StringBuilder page, Peers peers) {
        page.append("\n## ").append(peers.title()).append("\n\n");
        page.append("From ")
                .append(peers.names())
                .append(". ")
                .append(peers.general())
                .append("\n\n");
        boolean activations = peers.losses().stream().anyMatch(row -> row.activation() != null);
        boolean scales = peers.losses().stream().anyMatch(row -> row.scale() != null);
        String extra = activations ? " activation |" : scales ? " scale |" : "";
        page.append("| there | here |").append(extra).append(" |\n");
        page.append("|---|---|---|").append(extra.isEmpty() ? "" : "---|").append('\n');
        for (Peers.Row row : peers.losses()) {
            page.append("| ")
                    .append(code(row.call() == null ? row.name() : row.call()))
                    .append(" | ");
            page.append(row.here() == null ? "left out" : code(row.here())).append(" | ");
            if (!extra.isEmpty()) {
                page.append(activations ? Objects.requireNonNullElse(row.activation(), "–") : scale(row.scale()))
                        .append(" | ");
            }
            page.append(row.here() == null ? row.leftOut() : row.remark()).append(" |\n");
        }
    }

    private static String scale(@Nullable Double scale) {
        return scale == null ? "–" : scale == Math.rint(scale) ? String.valueOf(scale.longValue()) : scale.toString();
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    /** The name that GitHub gives a heading as the target of links. */
    static String anchor(String title) {
        return title.toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
