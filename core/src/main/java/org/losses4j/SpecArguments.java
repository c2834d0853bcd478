package org.losses4j;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a specification, checked and copied: an immutable map that knows the number and the depth of its values,
 * so that a specification of specifications need not count them again.
 */
final class SpecArguments extends AbstractMap<String, @Nullable Object> {
    private final String name;
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
    private int count;
    private int depth = 1;

    /**
     * The arguments of the specification of {@code name}.
     *
     * @throws IllegalArgumentException if a value is of a type that no specification holds, or values are too many or nested
     *     too deep
     */
    SpecArguments(String name, Map<String, ? extends @Nullable Object> given) {
        this.name = name;
        given.forEach((key, value) -> values.put(key, copy(key, value, 2)));
    }

    private @Nullable Object copy(String key, @Nullable Object value, int level) {
        add(name, 1);
        if (value instanceof LossSpec spec) {
            SpecArguments inner = (SpecArguments) spec.arguments();
            add(name, inner.count);
            reach(level + inner.depth - 1);
            return spec;
        }
        if (value instanceof List<?> list) {
            reach(level);
            List<@Nullable Object> copied = new ArrayList<>(list.size());
            for (Object element : list) {
                copied.add(copy(key, element, level + 1));
            }
            return Collections.unmodifiableList(copied);
        }
        if (value == null || value instanceof Number || value instanceof Boolean || value instanceof String) {
            return value;
        }
        throw new IllegalArgumentException(Excerpt.of(name) + ": the parameter '" + Excerpt.of(key)
                + "' cannot be written in a specification, which holds numbers, booleans, texts, nulls, lists of them"
                + " and further specifications, got a " + value.getClass().getTypeName());
    }

    private void add(String name, int more) {
        count += more;
        if (count > LossSpec.MOST_VALUES) {
            throw tooMany(name);
        }
    }

    private void reach(int level) {
        depth = Math.max(depth, level);
        if (depth > LossSpec.DEEPEST) {
            throw tooDeep("");
        }
    }

    static IllegalArgumentException tooMany(String name) {
        return new IllegalArgumentException(
                "The specification of " + Excerpt.of(name) + " has more than " + LossSpec.MOST_VALUES + " values");
    }

    static IllegalArgumentException tooDeep(String where) {
        return new IllegalArgumentException(
                "A specification nests at most " + LossSpec.DEEPEST + " levels deep, and this one is deeper" + where);
    }

    @Override
    public Set<Entry<String, @Nullable Object>> entrySet() {
        return Collections.unmodifiableMap(values).entrySet();
    }

    @Override
    public @Nullable Object get(@Nullable Object key) {
        return values.get(key);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return values.containsKey(key);
    }
}
