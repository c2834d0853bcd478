package org.losses4j.examples.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the figures of a run as JSON. */
public final class Metrics {
    private static final ObjectWriter WRITER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build()
            .writerWithDefaultPrettyPrinter();

    private Metrics() {}

    /** Writes records, maps, lists and numbers; names become snake_case. */
    public static void write(Path file, Object metrics) throws IOException {
        try {
            Files.writeString(file, WRITER.writeValueAsString(metrics) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("These metrics cannot be written as JSON: " + metrics, e);
        }
    }
}
