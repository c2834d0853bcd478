package org.losses4j.examples.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The list of files that a run wrote to a folder, with name and SHA-256 of each, so that the next run there replaces these
 * and nothing else. It is a file of its own in the folder.
 *
 * @param entries a line for each file
 */
record RunMarker(Set<String> entries) {
    /** The file that says which others are a run's. */
    static final String FILE = "losses4j-run.txt";

    private static final String TITLE =
            "A run of Losses4J's examples. The next one in this folder replaces the files below, if they"
                    + " are as this one left them, and touches no other.";
    private static final Pattern ENTRY = Pattern.compile("[0-9a-f]{64} {2}([^/\\\\]+)");

    RunMarker {
        entries = Set.copyOf(entries);
    }

    /** What lies in a folder now. */
    static RunMarker of(Path folder) throws IOException {
        Set<String> entries = new TreeSet<>();
        for (Path file : files(folder)) {
            entries.add(entry(file));
        }
        return new RunMarker(entries);
    }

    /** The marker of a folder; empty if there is none, or if it is not one of ours. */
    static Optional<RunMarker> in(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (MalformedInputException e) {
            return Optional.empty();
        }
        boolean ours = !lines.isEmpty()
                && lines.get(0).equals(TITLE)
                && lines.stream().skip(1).allMatch(RunMarker::wellFormed);
        return ours ? Optional.of(new RunMarker(lines.stream().skip(1).collect(Collectors.toSet()))) : Optional.empty();
    }

    private static boolean wellFormed(String line) {
        Matcher entry = ENTRY.matcher(line);
        return entry.matches() && !Set.of(".", "..", FILE).contains(entry.group(1));
    }

    /** Both together: while files are being replaced, either content is a run's. */
    RunMarker and(RunMarker other) {
        Set<String> both = new TreeSet<>(entries);
        both.addAll(other.entries);
        return new RunMarker(both);
    }

    Set<String> names() {
        return entries.stream().map(RunMarker::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether a file is as the run left it: no link, no folder, the same bytes. */
    boolean wrote(Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && entries.contains(entry(file));
    }

    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>(List.of(TITLE));
        entries.stream().sorted((a, b) -> name(a).compareTo(name(b))).forEach(lines::add);
        Files.write(file, lines);
    }

    private static String name(String entry) {
        return entry.substring(entry.indexOf("  ") + 2);
    }

    private static String entry(Path file) throws IOException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest) + "  " + file.getFileName();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            return content.sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
