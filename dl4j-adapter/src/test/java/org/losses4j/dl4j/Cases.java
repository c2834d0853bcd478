package org.losses4j.dl4j;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.losses4j.Losses;
import org.losses4j.conformance.AcceptanceCase;

/** The recorded cases: those of the repository, and those beside it where that folder exists. */
final class Cases {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Cases() {}

    static List<AcceptanceCase> all() {
        Map<String, AcceptanceCase> cases = new LinkedHashMap<>();
        raw().stream()
                .filter(raw -> Losses.registered().types().stream()
                        .anyMatch(type -> type.name().equals(raw.get("loss"))))
                .map(AcceptanceCase::fromMap)
                .forEach(read -> cases.put(read.name(), read));
        return new ArrayList<>(cases.values());
    }

    private static List<Map<String, ?>> raw() {
        List<Map<String, ?>> cases = new ArrayList<>();
        try (InputStream own = Cases.class.getResourceAsStream("/cases/torch.json")) {
            if (own != null) {
                cases.addAll(read(own));
            }
            Path beside = Path.of("..", "..", "shared", "cases");
            if (Files.isDirectory(beside)) {
                try (Stream<Path> files = Files.list(beside)) {
                    for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                            .sorted()
                            .toList()) {
                        try (InputStream stream = Files.newInputStream(file)) {
                            cases.addAll(read(stream));
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cases;
    }

    private static List<Map<String, ?>> read(InputStream stream) throws IOException {
        return JSON.readValue(stream, JSON.getTypeFactory().constructCollectionType(List.class, LinkedHashMap.class));
    }
}
