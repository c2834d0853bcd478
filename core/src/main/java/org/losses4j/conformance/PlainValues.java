package org.losses4j.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;

/** Reads arrays, numbers and names from the maps, lists and strings that a JSON parser returns. */
final class PlainValues {
    private PlainValues() {}

    static ReferenceTensor array(@Nullable Object nested) {
        List<Double> values = new ArrayList<>();
        Shape shape = collect(nested, values);
        return ReferenceTensor.of(
                values.stream().mapToDouble(Double::doubleValue).toArray(), shape.toArray());
    }

    private static Shape collect(@Nullable Object nested, List<Double> values) {
        if (!(nested instanceof List<?> list)) {
            values.add(number(nested));
            return Shape.scalar();
        }
        Shape inner = null;
        for (Object element : list) {
            Shape shape = collect(element, values);
            if (inner != null && !inner.equals(shape)) {
                throw new IllegalArgumentException("a nested list with parts of the shapes " + inner + " and " + shape);
            }
            inner = shape;
        }
        return inner == null ? Shape.of(0) : inner.inserted(0, list.size());
    }

    static double number(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        return switch (String.valueOf(value)) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.NaN;
            default ->
                throw new IllegalArgumentException("expected a number, \"inf\", \"-inf\" or \"nan\", got " + value);
        };
    }

    static Map<String, @Nullable Object> mapAt(Map<String, ?> map, String key) {
        Object value = map.get(key);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> nested)) {
            throw new IllegalArgumentException("expected an object under \"" + key + "\", got " + value);
        }
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        nested.forEach((name, element) -> named.put(String.valueOf(name), element));
        return named;
    }

    static <E extends Enum<E>> E choice(Class<E> type, @Nullable Object value) {
        String wanted = value == null ? "none" : String.valueOf(value);
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no reduction \"" + wanted + "\""));
    }
}
