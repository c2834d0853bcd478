package org.losses4j.conformance;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The recorded cases: those of this repository, and those of ../shared/cases where that folder is. */
public final class AcceptanceCases {
    private static final ObjectMapper JSON = new ObjectMapper();

    private AcceptanceCases() {}

    public static List<AcceptanceCase> all() {
        List<AcceptanceCase> cases = new ArrayList<>();
        for (String name : List.of("torch.json", "more.json")) {
            try (InputStream stream = AcceptanceCases.class.getResourceAsStream("/cases/" + name)) {
                cases.addAll(read(stream));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        Path shared = Path.of("..", "..", "shared", "cases");
        if (Files.isDirectory(shared)) {
            try (Stream<Path> files = Files.list(shared)) {
                for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                        .filter(path -> !path.endsWith("torch.json"))
                        .sorted()
                        .toList()) {
                    try (InputStream stream = Files.newInputStream(file)) {
                        cases.addAll(read(stream));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return cases;
    }

    private static List<AcceptanceCase> read(InputStream stream) throws IOException {
        List<Map<String, Object>> maps = JSON.readValue(stream, new TypeReference<>() {});
        return maps.stream().map(AcceptanceCase::fromMap).toList();
    }
}
