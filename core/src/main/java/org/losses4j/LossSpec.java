package org.losses4j;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A name and arguments: what a loss or an objective is saved as, without any class name. It has a text form,
 * {@code huber(delta=0.5)}, and a form of plain maps for JSON, {@code {"name": "huber", "delta": 0.5}}.
 *
 * @param name of the loss
 * @param arguments numbers, booleans, texts, nulls, lists of them, and further specifications
 */
public record LossSpec(String name, Map<String, @Nullable Object> arguments) {
    private static final String NAME = "name";

    public LossSpec {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }

    /**
     * The specification of a loss, with all its parameters.
     *
     * @throws IllegalArgumentException if the loss is not a registered record
     */
    public static LossSpec of(Loss loss) {
        LossType<?> type = Losses.registered()
                .typeOf(loss)
                .orElseThrow(() -> new IllegalArgumentException("The loss "
                        + loss.getClass().getName() + " has no name that it could be saved under and restored by."
                        + " Make it a record and register it: a LossProvider that lists LossType.of(\"my_loss\","
                        + " MyLoss.class), named in META-INF/services/" + LossProvider.class.getName()));
        return new LossSpec(type.name(), type.read(loss));
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if it is malformed; the message says where
     */
    public static LossSpec parse(String text) {
        return new LossSpecParser(text).parse();
    }

    /** Reads the form of plain maps. */
    public static LossSpec fromMap(Map<String, ? extends @Nullable Object> map) {
        if (!(map.get(NAME) instanceof String name)) {
            throw new IllegalArgumentException("A loss in map form needs a text under '" + NAME + "', got " + map);
        }
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (!key.equals(NAME)) {
                arguments.put(key, fromPlain(value));
            }
        });
        return new LossSpec(name, arguments);
    }

    /** The form of plain maps, for JSON. */
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put(NAME, name);
        arguments.forEach((key, value) -> map.put(key, toPlain(value)));
        return map;
    }

    /**
     * The loss.
     *
     * @throws IllegalArgumentException if the name or a parameter is unknown, or a value out of range
     */
    public Loss toLoss() {
        return Losses.registered().create(name, arguments);
    }

    /** The text form, which {@link #parse} reads. */
    @Override
    public String toString() {
        return arguments.isEmpty()
                ? name
                : arguments.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + text(entry.getValue()))
                        .collect(Collectors.joining(", ", name + "(", ")"));
    }

    private static String text(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(LossSpec::text).collect(Collectors.joining(", ", "[", "]"))
                : String.valueOf(value);
    }

    private static @Nullable Object toPlain(@Nullable Object value) {
        if (value instanceof LossSpec spec) {
            return spec.toMap();
        }
        return value instanceof List<?> list
                ? list.stream().map(LossSpec::toPlain).toList()
                : value;
    }

    private static @Nullable Object fromPlain(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> named = new LinkedHashMap<>();
            map.forEach((key, element) -> named.put(String.valueOf(key), element));
            return fromMap(named);
        }
        return value instanceof List<?> list
                ? list.stream().map(LossSpec::fromPlain).toList()
                : value;
    }
}
