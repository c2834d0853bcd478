package org.losses4j.examples.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The folder that a run leaves behind, complete or not at all: it is written beside its place and moved there by
 * {@link #publish}.
 */
public final class RunFolder implements AutoCloseable {
    private static final String METRICS = "metrics.json";

    private final Path target;
    private final Path draft;

    private RunFolder(Path target, Path draft) {
        this.target = target;
        this.draft = draft;
    }

    /**
     * A folder to write to, before anything is trained.
     *
     * @param target where it will be; an earlier run there is replaced, anything else is refused
     * @throws IOException if it cannot be written there; the message says why
     */
    public static RunFolder open(Path target) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        if (Files.exists(absolute) && !replaceable(absolute)) {
            throw new IOException(target + " exists and is not the folder of an earlier run (it has no " + METRICS
                    + "): choose another one");
        }
        Path parent = absolute.getParent();
        Path name = absolute.getFileName();
        if (parent == null || name == null) {
            throw new IOException(target + " cannot be the folder of a run: choose another one");
        }
        try {
            Files.createDirectories(parent);
            return new RunFolder(absolute, Files.createDirectory(beside(absolute, "draft")));
        } catch (FileSystemException e) {
            throw new IOException("Cannot write to " + parent + ": " + reason(e), e);
        }
    }

    private static Path beside(Path folder, String what) {
        return folder.resolveSibling("." + folder.getFileName() + "-" + what + "-" + UUID.randomUUID());
    }

    private static boolean replaceable(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> content = Files.list(folder)) {
            return Files.exists(folder.resolve(METRICS)) || content.findAny().isEmpty();
        }
    }

    private static String reason(FileSystemException e) {
        String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
        return e.getFile() + ": " + reason;
    }

    /** Where to write until it is published. */
    public Path path() {
        return draft;
    }

    /** A file in it. */
    public Path file(String name) {
        return draft.resolve(name);
    }

    /** Where the metrics belong; a folder with them is one of a run. */
    public Path metrics() {
        return draft.resolve(METRICS);
    }

    /** Puts the folder in its place, instead of an earlier run's. */
    public Path publish() throws IOException {
        if (Files.exists(target)) {
            Path old = beside(target, "old");
            Files.move(target, old);
            Files.move(draft, target);
            delete(old);
        } else {
            Files.move(draft, target);
        }
        return target;
    }

    /** Removes what was not published. */
    @Override
    public void close() throws IOException {
        if (Files.exists(draft)) {
            delete(draft);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> content = Files.walk(folder)) {
            deepestFirst = content.sorted(Comparator.reverseOrder()).toList();
        }
        try {
            deepestFirst.forEach(RunFolder::deleteOne);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void deleteOne(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
