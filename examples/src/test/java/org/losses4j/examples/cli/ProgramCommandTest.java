package org.losses4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramCommandTest {

    @Test
    void allProgramsAreKnown() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("programs"))) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".java"))
                    .map(file -> file.replace(".java", ""))
                    .sorted()
                    .toList();
            assertEquals(names, new ProgramCommand.Names());
        }
    }

    @Test
    void aProgramGetsItsArguments(@TempDir Path folder) {
        Outcome outcome = Outcome.of("program", "CtcDjl", "--data", folder.toString());
        assertEquals(1, outcome.status());
        assertTrue(outcome.err().startsWith("error: " + folder), outcome.err());
    }

    @Test
    void anUnknownProgramIsRefusedWithTheNamesOfAll() {
        Outcome outcome = Outcome.of("program", "Ctc");
        assertEquals(2, outcome.status());
        assertTrue(
                outcome.err()
                        .contains("There is no program 'Ctc'; there are "
                                + String.join(", ", new ProgramCommand.Names())),
                outcome.err());
    }
}
