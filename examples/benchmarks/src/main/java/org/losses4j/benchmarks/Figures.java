package org.losses4j.benchmarks;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads and writes figures as JSON lists, which the script for PyTorch writes too. */
final class Figures {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Figures() {}

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read, or is no list of figures
     */
    static List<Figure> read(Path file) throws IOException {
        return MAPPER.readValue(Files.readString(file), new TypeReference<>() {});
    }

    static void write(List<Figure> figures, Path file) throws IOException {
        Files.writeString(
                file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(figures) + System.lineSeparator());
    }
}
