package org.losses4j.dl4j.keras;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** The JSON of Keras' configurations. */
final class Json {
    private Json() {}

    static Map<String, @Nullable Object> object(String json) {
        try {
            return copy(Objects.requireNonNull(new ObjectMapper().readValue(json, Map.class)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The Keras file has a configuration that is not JSON", e);
        }
    }

    static String text(Map<String, @Nullable Object> object) {
        try {
            return new ObjectMapper().writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static Map<String, @Nullable Object> copy(Map<?, ?> map) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((name, value) -> copy.put(String.valueOf(name), value));
        return copy;
    }
}
