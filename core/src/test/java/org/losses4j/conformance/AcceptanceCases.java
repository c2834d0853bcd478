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
import org.losses4j.Losses;

/** The recorded cases: those of this repository, and those of ../shared/cases and ../shared/catalogue where these folders are. */
public final class AcceptanceCases {
    private static final ObjectMapper JSON = new ObjectMapper();

    private AcceptanceCases() {}

    public static List<AcceptanceCase> all() {
        List<AcceptanceCase> cases = new ArrayList<>();
        cases.addAll(resource("torch"));
        Losses.registered().types().forEach(type -> cases.addAll(resource(type.name())));
        for (String folder : List.of("cases", "catalogue")) {
            Path shared = Path.of("..", "..", "shared", folder);
            if (Files.isDirectory(shared)) {
                cases.addAll(folder(shared));
            }
        }
        return cases;
    }

    private static List<AcceptanceCase> folder(Path folder) {
        List<AcceptanceCase> cases = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
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
        return cases;
    }

    /** The cases of a file of this repository; every registered loss has one. */
    private static List<AcceptanceCase> resource(String name) {
        String path = "/cases/" + name + ".json";
        try (InputStream stream = AcceptanceCases.class.getResourceAsStream(path)) {
            if (stream == null) {
                throw new AssertionError("There are no recorded cases for the loss " + name + ": add " + path);
            }
            return read(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<AcceptanceCase> read(InputStream stream) throws IOException {
        List<Map<String, Object>> maps = JSON.readValue(stream, new TypeReference<>() {});
        return maps.stream().map(AcceptanceCase::fromMap).toList();
    }
}
