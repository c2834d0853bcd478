package org.losses4j.examples.report;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The folder that a run writes, complete or not at all: the run writes to a folder within, whose files {@link #publish}
 * moves to their place. It replaces only files of an earlier run, which that run's {@link RunMarker} lists, and touches
 * nothing else.
 */
public final class RunFolder implements AutoCloseable {
    private static final String METRICS = "metrics.json";
    private static final String UNFINISHED = ".unfinished-";

    private final Path target;
    private final Path draft;
    private final Deque<Path> created;
    private boolean kept;

    private RunFolder(Path target, Path draft, Deque<Path> created) {
        this.target = target;
        this.draft = draft;
        this.created = created;
    }

    /**
     * A folder to write to, before anything is trained.
     *
     * @param target where it will be: a new folder, an empty one, or that of an earlier run
     * @throws IOException if it is anything else, or cannot be written to; the message says why
     */
    public static RunFolder open(Path target) throws IOException {
        // As the system resolves it: "link/.." is the folder above the link's goal, not the one that holds the link.
        Path folder = target.toAbsolutePath();
        requireOurs(folder);
        Deque<Path> created = new ArrayDeque<>();
        try {
            create(folder, created);
            Path draft = Files.createDirectory(folder.resolve(UNFINISHED + UUID.randomUUID()));
            return new RunFolder(folder, draft, created);
        } catch (FileSystemException e) {
            removeEmpty(created);
            throw new IOException("Cannot write to " + target + ": " + FileFault.describe(e), e);
        }
    }

    private static void create(Path folder, Deque<Path> created) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            create(parent, created);
        }
        Files.createDirectory(folder);
        created.push(folder);
    }

    /** The files of an earlier run, all of which must be as it left them; none in a new or empty folder. */
    private static RunMarker requireOurs(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return new RunMarker(Set.of());
        }
        if (!Files.isDirectory(folder)) {
            throw new IOException(folder + " exists and is not a folder: choose another one");
        }
        Optional<RunMarker> marker = RunMarker.in(folder);
        if (marker.isEmpty()) {
            // What a killed run left behind is nobody else's; it stays where it is.
            List<Path> foreign = content(folder).stream()
                    .filter(path -> !path.getFileName().toString().startsWith(UNFINISHED))
                    .toList();
            if (!foreign.isEmpty()) {
                throw new IOException(folder + " exists and is not the folder of an earlier run (it holds "
                        + foreign.get(0).getFileName() + " and no " + RunMarker.FILE
                        + " of a run): choose another one");
            }
            return new RunMarker(Set.of());
        }
        for (String name : marker.get().names()) {
            Path file = folder.resolve(name);
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !marker.get().wrote(file)) {
                throw new IOException(file + " has been changed since a run wrote it, and would be replaced: move it"
                        + " away, or choose another folder");
            }
        }
        return marker.get();
    }

    private static List<Path> content(Path folder) throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            return content.sorted().toList();
        }
    }

    /** Where to write until it is published. */
    public Path path() {
        return draft;
    }

    /** A file in it. */
    public Path file(String name) {
        return draft.resolve(name);
    }

    /** Where the metrics belong. */
    public Path metrics() {
        return draft.resolve(METRICS);
    }

    /**
     * Puts the files in their place, instead of an earlier run's.
     *
     * @throws IOException if something that is not a run's has taken their place meanwhile, or they cannot be written; the
     *     message says where they are instead
     */
    public Path publish() throws IOException {
        try {
            RunMarker now = RunMarker.of(draft);
            replace(earlier(now), now);
        } catch (IOException e) {
            kept = true;
            throw new IOException(FileFault.describe(e) + "; what was trained is in " + draft, e);
        }
        return target;
    }

    private RunMarker earlier(RunMarker now) throws IOException {
        boolean marked = RunMarker.in(target).isPresent();
        Path marker = target.resolve(RunMarker.FILE);
        if (!marked && Files.exists(marker, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(marker + " is not a run's: it is left as it is");
        }
        RunMarker earlier = marked ? requireOurs(target) : new RunMarker(Set.of());
        for (String name : now.names()) {
            Path file = target.resolve(name);
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !earlier.wrote(file)) {
                throw new IOException(file + " is not a run's: it is left as it is");
            }
        }
        return earlier;
    }

    private void replace(RunMarker earlier, RunMarker now) throws IOException {
        write(earlier.and(now));
        for (String name : earlier.names()) {
            if (!now.names().contains(name)) {
                Files.deleteIfExists(target.resolve(name));
            }
        }
        for (String name : now.names()) {
            Files.move(draft.resolve(name), target.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        write(now);
    }

    private void write(RunMarker marker) throws IOException {
        Path fresh = draft.resolve(RunMarker.FILE);
        marker.write(fresh);
        Files.move(fresh, target.resolve(RunMarker.FILE), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes what was not published, and folders that were made for it. */
    @Override
    public void close() throws IOException {
        if (kept) {
            return;
        }
        for (Path file : content(draft)) {
            Files.delete(file);
        }
        Files.delete(draft);
        removeEmpty(created);
    }

    private static void removeEmpty(Deque<Path> created) throws IOException {
        for (Path folder : created) {
            if (Files.isDirectory(folder) && content(folder).isEmpty()) {
                Files.delete(folder);
            }
        }
    }
}
