package org.losses4j.examples.cli;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.losses4j.examples.report.FileFault;

/** Reads files of acceptance cases as strictly as JSON allows: no key twice, nothing behind the list. */
final class CaseFile {
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(TypeFactory.defaultInstance()
                    .constructCollectionType(
                            List.class,
                            TypeFactory.defaultInstance()
                                    .constructMapType(LinkedHashMap.class, String.class, Object.class)));

    private CaseFile() {}

    /** The cases as plain maps; at least one. */
    static List<Map<String, Object>> read(Path file) throws UnreadableException {
        List<Map<String, Object>> cases;
        try {
            cases = READER.readValue(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new UnreadableException(file + where(e.getLocation()) + ": " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UnreadableException(FileFault.describe(file, e), e);
        }
        if (cases == null || cases.isEmpty() || cases.contains(null)) {
            String got = cases == null ? "null" : cases.isEmpty() ? "an empty one" : "one with null in a case's place";
            throw new UnreadableException(file + ": expected a list of cases, got " + got, null);
        }
        return cases;
    }

    private static String where(JsonLocation location) {
        return location == null ? "" : ", line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** A file that holds no cases, with the reason. */
    static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1;

        UnreadableException(String message, @org.jspecify.annotations.Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
