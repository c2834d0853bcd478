package org.losses4j;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A named type of loss: a record class, whose components are the loss's parameters and are read by reflection.
 *
 * @param <T> the record class
 */
public final class LossType<T extends Record & Loss> {
    private static final int LONGEST_NAME = 100;
    // Words that mean something else in specifications where the name of a loss, or of a parameter, may stand.
    private static final Set<String> RESERVED = Set.of("objective", "sum", "term", "true", "false", "null");
    private static final String RESERVED_PARAMETER = "name";

    private final String name;
    private final Class<T> type;
    private final T defaults;

    private LossType(String name, Class<T> type) {
        this.name = name;
        this.type = type;
        if (parameters().contains(RESERVED_PARAMETER)) {
            throw new IllegalArgumentException("The loss " + name + " cannot have a parameter '" + RESERVED_PARAMETER
                    + "', which is where specifications have the loss's own name: call the component of "
                    + type.getName() + " something else");
        }
        this.defaults = construct(constructor());
    }

    /**
     * Names a record class as a type of loss.
     *
     * @param name lower-case words joined by underscores, at most 100 characters; not objective, sum, term, true, false or
     *     null, which specifications use
     * @param type a record with a constructor without arguments that gives the defaults; its components are numbers,
     *     booleans, texts or enum constants, nullable ones in their boxed type; none is called name
     * @throws IllegalArgumentException if the name or the record does not follow these rules
     */
    public static <T extends Record & Loss> LossType<T> of(String name, Class<T> type) {
        if (name.length() > LONGEST_NAME || !name.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException("A loss is named in lower-case words joined by underscores, of at most "
                    + LONGEST_NAME + " characters, got '" + Excerpt.of(name) + "'");
        }
        if (RESERVED.contains(name)) {
            throw new IllegalArgumentException("A loss cannot be named '" + name
                    + "', which means something else in specifications: choose another");
        }
        return new LossType<>(name, type);
    }

    public String name() {
        return name;
    }

    public Class<T> type() {
        return type;
    }

    /** The loss with all its parameters at their defaults. */
    public T defaults() {
        return defaults;
    }

    /** The names of the parameters, as they are written in specifications. */
    public List<String> parameters() {
        return Arrays.stream(type.getRecordComponents())
                .map(component -> Spelling.snakeCase(component.getName()))
                .toList();
    }

    /** The parameters of a loss of this type by name, as numbers, booleans, texts and nulls. */
    public Map<String, @Nullable Object> read(Loss loss) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            Object value = component(component, loss);
            values.put(
                    Spelling.snakeCase(component.getName()),
                    value instanceof Enum<?> constant ? constant.name().toLowerCase(Locale.ROOT) : value);
        }
        return values;
    }

    /**
     * A loss with the given parameters, the others at their defaults.
     *
     * @throws IllegalArgumentException if a parameter is unknown, or its value is not of its type or out of range
     */
    public T create(Map<String, ? extends @Nullable Object> parameters) {
        List<String> known = parameters();
        parameters.keySet().stream().filter(key -> !known.contains(key)).forEach(key -> {
            throw new IllegalArgumentException(name + " has no parameter '" + Excerpt.of(key) + "'."
                    + (known.isEmpty() ? " It has none at all." : Spelling.hint(key, known)));
        });
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] arguments = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String key = Spelling.snakeCase(components[i].getName());
            arguments[i] = parameters.containsKey(key)
                    ? convert(key, components[i].getType(), parameters.get(key))
                    : component(components[i], defaults);
        }
        return construct(
                constructor(
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new)),
                arguments);
    }

    private @Nullable Object convert(String parameter, Class<?> wanted, @Nullable Object value) {
        if (value == null && !wanted.isPrimitive()) {
            return null;
        }
        if (value instanceof Number number) {
            if (wanted == double.class || wanted == Double.class) {
                return number.doubleValue();
            }
            if ((wanted == int.class || wanted == Integer.class) && number.doubleValue() == number.intValue()) {
                return number.intValue();
            }
        }
        if (value instanceof Boolean && (wanted == boolean.class || wanted == Boolean.class)) {
            return value;
        }
        if (value instanceof String text && wanted == String.class) {
            return text;
        }
        if (value instanceof String text && wanted.isEnum()) {
            List<String> choices = Arrays.stream(wanted.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                    .toList();
            int index = choices.indexOf(text.toLowerCase(Locale.ROOT));
            if (index >= 0) {
                return wanted.getEnumConstants()[index];
            }
            throw new IllegalArgumentException(
                    name + ": the parameter " + parameter + " is one of " + choices + ", got " + Excerpt.of(text));
        }
        throw new IllegalArgumentException(name + ": the parameter " + parameter + " must be a "
                + (wanted == Boolean.class ? "boolean, true or false" : Spelling.snakeCase(wanted.getSimpleName()))
                + ", got " + Excerpt.of(value));
    }

    private static @Nullable Object component(RecordComponent component, Object loss) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(loss);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot read " + component, e);
        }
    }

    private Constructor<T> constructor(Class<?>... parameters) {
        try {
            Constructor<T> constructor = type.getDeclaredConstructor(parameters);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(
                    "The loss " + name + " needs a constructor without arguments that gives its defaults: add `public "
                            + type.getSimpleName() + "() { this(…); }`",
                    e);
        }
    }

    private T construct(Constructor<T> constructor, @Nullable Object... arguments) {
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("Cannot create the loss " + name, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot create the loss " + name, e);
        }
    }
}
