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
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

    @TempDir
    private Path parent;

    @Test
    void isThereWhenItIsCompleteAndNotBefore() throws IOException {
        Path target = parent.resolve("runs/focal");
        try (RunFolder folder = RunFolder.open(target)) {
            Files.writeString(folder.metrics(), "{}");
            assertFalse(Files.exists(target));
            folder.publish();
        }
        assertEquals("{}", Files.readString(target.resolve("metrics.json")));
        assertEquals(List.of("focal"), names(target.getParent()));
    }

    @Test
    void leavesNothingWhenItIsAbandoned() throws IOException {
        try (RunFolder folder = RunFolder.open(parent.resolve("focal"))) {
            Files.writeString(folder.file("half.png"), "…");
        }
        assertEquals(List.of(), names(parent));
    }

    @Test
    void replacesAnEarlierRunAsAWhole() throws IOException {
        Path target = parent.resolve("focal");
        for (String name : List.of("old.png", "new.png")) {
            try (RunFolder folder = RunFolder.open(target)) {
                Files.writeString(folder.metrics(), "{}");
                Files.writeString(folder.file(name), "");
                folder.publish();
            }
        }
        assertEquals(List.of("metrics.json", "new.png"), names(target));
        assertEquals(List.of("focal"), names(parent));
    }

    @Test
    void refusesWhatIsNotARun() throws IOException {
        Path photographs = Files.createDirectory(parent.resolve("photographs"));
        Files.writeString(photographs.resolve("cat.jpg"), "miaow");
        Path file = Files.writeString(parent.resolve("file"), "");
        for (Path target : List.of(photographs, file)) {
            IOException error = assertThrows(IOException.class, () -> RunFolder.open(target));
            assertTrue(error.getMessage().contains("not the folder of an earlier run"), error.getMessage());
        }
        assertTrue(Files.exists(photographs.resolve("cat.jpg")));
    }

    @Test
    void saysWhyItCannotBeWritten() throws IOException {
        Path file = Files.writeString(parent.resolve("file"), "");
        IOException error = assertThrows(IOException.class, () -> RunFolder.open(file.resolve("focal")));
        assertTrue(error.getMessage().startsWith("Cannot write to " + file), error.getMessage());
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            return content.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
