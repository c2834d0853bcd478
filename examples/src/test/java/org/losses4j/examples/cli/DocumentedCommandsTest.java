package org.losses4j.examples.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tool understands every command line that the documents show; benchmarks are another tool's. */
class DocumentedCommandsTest {
    private static final String COMMAND = "examples[/\\\\]run ((?!bench)[a-z]\\w*\\s%s+)";
    private static final List<Pattern> SHOWN = List.of(
            Pattern.compile("(?m)^    " + String.format(COMMAND, "[^#\n]")),
            Pattern.compile("`" + String.format(COMMAND, "[^`]") + "`"));
    private static final Pattern PLACEHOLDER = Pattern.compile("(?s).*(…|\\.\\.\\.|\\[|\\b[A-Z]+\\b).*");

    @Test
    void theToolUnderstandsWhatTheDocumentsShow() throws IOException {
        List<String> commands;
        try (Stream<Path> docs = Files.walk(Path.of("../docs"))) {
            commands = Stream.concat(docs, Stream.of(Path.of("../README.md"), Path.of("../CONTRIBUTING.md")))
                    .filter(file -> file.toString().endsWith(".md"))
                    .flatMap(DocumentedCommandsTest::shown)
                    .filter(command -> !PLACEHOLDER.matcher(command).matches())
                    .distinct()
                    .toList();
        }
        assertTrue(commands.size() > 20, commands::toString);
        for (String command : commands) {
            assertDoesNotThrow(() -> Main.commandLine().parseArgs(command.split("\\s+")), command);
        }
    }

    private static Stream<String> shown(Path file) {
        try {
            String text = Files.readString(file);
            return SHOWN.stream()
                    .flatMap(pattern -> pattern.matcher(text).results())
                    .map(found -> found.group(1).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
