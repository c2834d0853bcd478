package org.losses4j.conformance.fuzz;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** Writes maps, lists, numbers and strings as JSON, with NaN and infinities as case files have them: "nan", "inf" and "-inf". */
final class Json {
    private Json() {}

    static String text(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> quoted(String.valueOf(entry.getKey())) + ": " + text(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Json::text).collect(Collectors.joining(", ", "[", "]"));
        }
        return value instanceof Number || value instanceof Boolean || value == null
                ? String.valueOf(value)
                : quoted(value.toString());
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    /** A tensor as nested lists of numbers. */
    static Object nested(Tensor tensor) {
        return nested(tensor.toArray(), tensor.shape(), 0, 0);
    }

    private static Object nested(double[] values, Shape shape, int axis, int from) {
        if (axis == shape.rank()) {
            return number(values[from]);
        }
        int width = shape.trailing(shape.rank() - axis - 1).size();
        return java.util.stream.IntStream.range(0, shape.extent(axis))
                .mapToObj(i -> nested(values, shape, axis + 1, from + i * width))
                .toList();
    }

    private static Object number(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        boolean whole = value == Math.rint(value)
                && Math.abs(value) < 1e9
                && Double.doubleToRawLongBits(value) != Long.MIN_VALUE;
        return whole ? (Object) (long) value : (Object) value;
    }
}
