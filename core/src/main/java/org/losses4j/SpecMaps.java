package org.losses4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts specifications to plain maps, the form for JSON, and back. */
final class SpecMaps {
    private static final String NAME = "name";

    private int count;

    private SpecMaps() {}

    /** The plain form of a specification. */
    static Map<String, @Nullable Object> write(LossSpec spec) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put(NAME, spec.name());
        spec.arguments().forEach((key, value) -> map.put(key, plain(value)));
        return map;
    }

    /**
     * The specification of a plain form.
     *
     * @throws IllegalArgumentException if a name is missing, or values are too many or nested too deep
     */
    static LossSpec read(Map<String, ? extends @Nullable Object> map) {
        return new SpecMaps().spec(map, 1);
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof LossSpec spec) {
            return write(spec);
        }
        return value instanceof List<?> list
                ? list.stream().map(SpecMaps::plain).toList()
                : value;
    }

    private LossSpec spec(Map<?, ?> map, int level) {
        if (!(map.get(NAME) instanceof String name)) {
            throw new IllegalArgumentException(
                    "A loss in map form needs a text under '" + NAME + "', got " + Excerpt.of(map));
        }
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (!NAME.equals(key)) {
                arguments.put(String.valueOf(key), value(name, value, level + 1));
            }
        });
        return new LossSpec(name, arguments);
    }

    private @Nullable Object value(String name, @Nullable Object value, int level) {
        if (++count > LossSpec.MOST_VALUES) {
            throw SpecArguments.tooMany(name);
        }
        if (!(value instanceof Map) && !(value instanceof List)) {
            return value;
        }
        if (level > LossSpec.DEEPEST) {
            throw SpecArguments.tooDeep("");
        }
        if (value instanceof Map<?, ?> map) {
            return spec(map, level);
        }
        List<@Nullable Object> values = new ArrayList<>();
        for (Object element : (List<?>) value) {
            values.add(value(name, element, level + 1));
        }
        return values;
    }
}
