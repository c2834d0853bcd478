package org.losses4j.examples.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunFolderTest {
    private static final String MARKER = RunMarker.FILE;

    @TempDir
    private Path parent;

    private static void run(Path target, String... files) throws IOException {
        try (RunFolder folder = RunFolder.open(target)) {
            Files.writeString(folder.metrics(), "{}");
            for (String file : files) {
                Files.writeString(folder.file(file), "made by a run: " + file);
            }
            folder.publish();
        }
    }

    private static IOException refused(Path target) {
        return assertThrows(IOException.class, () -> RunFolder.open(target).close());
    }

    @Test
    void isThereWhenItIsCompleteAndNotBefore() throws IOException {
        Path target = parent.resolve("runs/focal");
        try (RunFolder folder = RunFolder.open(target)) {
            Files.writeString(folder.metrics(), "{}");
            assertFalse(Files.exists(target.resolve("metrics.json")));
            folder.publish();
        }
        assertEquals("{}", Files.readString(target.resolve("metrics.json")));
        assertEquals(List.of(MARKER, "metrics.json"), names(target));
        assertEquals(List.of("focal"), names(target.getParent()));
    }

    @Test
    void leavesNothingWhenItIsAbandoned() throws IOException {
        try (RunFolder folder = RunFolder.open(parent.resolve("some/where/focal"))) {
            Files.writeString(folder.file("half.png"), "…");
        }
        assertEquals(List.of(), names(parent));
    }

    @Test
    void anAbandonedRunLeavesTheEarlierOne() throws IOException {
        Path target = parent.resolve("focal");
        run(target, "old.png");
        try (RunFolder folder = RunFolder.open(target)) {
            Files.writeString(folder.file("half.png"), "…");
        }
        assertEquals(List.of(MARKER, "metrics.json", "old.png"), names(target));
    }

    @Test
    void replacesTheFilesOfAnEarlierRunAndNoOthers() throws IOException {
        Path target = parent.resolve("focal");
        run(target, "old.png");
        Files.writeString(target.resolve("notes.txt"), "mine");
        Path mine = Files.createDirectory(target.resolve("mine"));
        Files.writeString(mine.resolve("old.png"), "mine too");
        run(target, "new.png");
        assertEquals(List.of(MARKER, "metrics.json", "mine", "new.png", "notes.txt"), names(target));
        assertEquals("mine", Files.readString(target.resolve("notes.txt")));
        assertEquals("mine too", Files.readString(mine.resolve("old.png")));
    }

    @Test
    void takesAnEmptyFolder() throws IOException {
        run(parent, "new.png");
        assertEquals(List.of(MARKER, "metrics.json", "new.png"), names(parent));
    }

    @Test
    void takesAFolderInWhichARunWasKilled() throws IOException {
        Path draft = RunFolder.open(parent).path();
        run(parent, "new.png");
        assertEquals(List.of(draft.getFileName().toString(), MARKER, "metrics.json", "new.png"), names(parent));
    }

    // What once was enough to be deleted as a whole.
    @Test
    void metricsAloneMakeNoRun() throws IOException {
        Path thesis = Files.createDirectory(parent.resolve("thesis"));
        Files.writeString(thesis.resolve("metrics.json"), "{}");
        Files.writeString(thesis.resolve("thesis.tex"), "years");
        IOException error = refused(thesis);
        assertTrue(error.getMessage().contains("not the folder of an earlier run"), error.getMessage());
        assertEquals(List.of("metrics.json", "thesis.tex"), names(thesis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "my notes on the marathon", "\u0000\u00ff", "TITLE\n../precious", "TITLE\nnonsense"})
    void aFileOfTheMarkersNameAloneMakesNoRun(String content) throws IOException {
        Path target = parent.resolve("focal");
        run(target, "old.png");
        String title = Files.readAllLines(target.resolve(MARKER)).get(0);
        Path other = Files.createDirectory(parent.resolve("other"));
        Files.writeString(other.resolve(MARKER), content.replace("TITLE", title));
        Files.writeString(other.resolve("old.png"), "mine");
        refused(other);
        assertEquals("mine", Files.readString(other.resolve("old.png")));
    }

    @Test
    void aMarkerCannotPointOutOfItsFolder() throws IOException {
        Path target = parent.resolve("focal");
        run(target);
        Path precious = Files.writeString(parent.resolve("precious"), "{}");
        String marker = Files.readString(target.resolve(MARKER));
        for (String name : List.of("../precious", "..\\precious", "..", ".", precious.toString())) {
            Files.writeString(target.resolve(MARKER), marker.replace("metrics.json", name));
            refused(target);
            assertEquals("{}", Files.readString(precious));
            assertEquals("{}", Files.readString(target.resolve("metrics.json")));
        }
    }

    @Test
    void aFileThatTheRunDidNotLeaveSoIsNotReplaced() throws IOException {
        Path target = parent.resolve("focal");
        run(target, "network.zip");
        Files.writeString(target.resolve("network.zip"), "trained for weeks");
        IOException error = refused(target);
        assertTrue(error.getMessage().contains("network.zip has been changed"), error.getMessage());
        assertEquals("trained for weeks", Files.readString(target.resolve("network.zip")));
    }

    @Test
    void anothersMarkerDoesNotMakeFilesOnesOwn() throws IOException {
        run(parent.resolve("focal"), "network.zip");
        Path other = Files.createDirectory(parent.resolve("other"));
        Files.copy(parent.resolve("focal").resolve(MARKER), other.resolve(MARKER));
        Files.writeString(other.resolve("network.zip"), "mine");
        refused(other);
        assertEquals("mine", Files.readString(other.resolve("network.zip")));
    }

    @Test
    void whatAppearsWhileItTrainsIsLeftAndTheTrainingKept() throws IOException {
        Path target = parent.resolve("focal");
        RunFolder folder = RunFolder.open(target);
        Files.writeString(folder.metrics(), "{}");
        Files.writeString(target.resolve("metrics.json"), "mine");
        IOException error = assertThrows(IOException.class, folder::publish);
        folder.close();
        assertTrue(error.getMessage().contains("what was trained is in " + folder.path()), error.getMessage());
        assertEquals("mine", Files.readString(target.resolve("metrics.json")));
        assertEquals("{}", Files.readString(folder.metrics()));
    }

    @Test
    void aMarkerThatAppearsWhileARunIsTrainingIsLeftAlone() throws IOException {
        Path target = parent.resolve("focal");
        try (RunFolder folder = RunFolder.open(target)) {
            Files.writeString(folder.metrics(), "{}");
            Files.writeString(target.resolve(MARKER), "mine");
            IOException error = assertThrows(IOException.class, folder::publish);
            assertTrue(error.getMessage().contains(MARKER + " is not a run's"), error.getMessage());
            assertTrue(error.getMessage().contains("what was trained is in " + folder.path()), error.getMessage());
            assertEquals("{}", Files.readString(folder.metrics()));
        }
        assertEquals("mine", Files.readString(target.resolve(MARKER)));
        assertFalse(Files.exists(target.resolve("metrics.json")));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void linksAreNotFollowedToOthersFiles() throws IOException {
        Path precious = Files.createDirectory(parent.resolve("precious"));
        Path file = Files.writeString(precious.resolve("made"), "made by a run: old.png");
        Path target = parent.resolve("focal");
        run(target, "old.png");
        Files.delete(target.resolve("old.png"));
        Files.createSymbolicLink(target.resolve("old.png"), file);
        refused(target);
        Files.delete(target.resolve("old.png"));
        Files.createSymbolicLink(target.resolve("old.png"), precious);
        refused(target);
        Files.delete(target.resolve("old.png"));
        Files.createSymbolicLink(target.resolve("sub"), precious);
        run(target, "new.png");
        assertEquals(List.of("made"), names(precious));
        assertTrue(Files.isSymbolicLink(target.resolve("sub")));
        Files.createSymbolicLink(parent.resolve("to precious"), precious);
        refused(parent.resolve("to precious"));
        Path dangling = Files.createSymbolicLink(parent.resolve("dangling"), parent.resolve("nowhere"));
        refused(dangling);
        assertTrue(Files.isSymbolicLink(dangling));
        Path link = Files.createSymbolicLink(parent.resolve("to focal"), target);
        run(link, "linked.png");
        assertTrue(Files.isSymbolicLink(link), "a link to a run's folder stays one");
        assertEquals(List.of("linked.png", MARKER, "metrics.json", "sub"), names(target));
    }

    @Test
    void dotsAreWhatTheSystemTakesThemFor() throws IOException {
        Path precious = Files.createDirectory(parent.resolve("precious"));
        Files.writeString(precious.resolve("metrics.json"), "mine");
        Path empty = Files.createDirectory(parent.resolve("empty"));
        for (String path : List.of("precious/.", "empty/../precious", ".", "empty/..", "precious/./")) {
            refused(parent.resolve(path));
        }
        run(empty.resolve("."), "new.png");
        run(empty.resolve("../empty"), "newer.png");
        assertEquals(List.of(MARKER, "metrics.json", "newer.png"), names(empty));
        assertEquals(List.of("metrics.json"), names(precious));
    }

    @Test
    void refusesRootHomeFilesAndWhatCannotBeWritten() throws IOException {
        refused(parent.getRoot());
        refused(Path.of(System.getProperty("user.home")));
        Path file = Files.writeString(parent.resolve("file"), "");
        IOException error = refused(file);
        assertTrue(error.getMessage().contains("is not a folder"), error.getMessage());
        error = refused(file.resolve("focal"));
        assertTrue(error.getMessage().startsWith("Cannot write to " + file), error.getMessage());
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            return content.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
