package org.losses4j;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The specification that a loss or an objective is saved as: a name and arguments, without any class name. It has a text form,
 * {@code huber(delta=0.5)}, and a form of plain maps for JSON, {@code {"name": "huber", "delta": 0.5}}.
 *
 * <p>Specifications and lists nest at most {@value #DEEPEST} levels deep and hold at most {@value #MOST_VALUES} values; a
 * text has at most {@value #LONGEST_TEXT} characters. Parser, maps and constructor refuse larger ones.
 *
 * @param name the name of the loss; {@code objective}, {@code sum} or {@code term} for objectives and their parts
 * @param arguments numbers, booleans, texts, nulls, lists of them, and further specifications; copied
 */
public record LossSpec(String name, Map<String, @Nullable Object> arguments) {
    /** The greatest nesting depth of specifications and lists. */
    public static final int DEEPEST = 64;

    /** The greatest number of values altogether, enough for the weights of a million classes. */
    public static final int MOST_VALUES = 1 << 20;

    /** The greatest number of characters of a text. */
    public static final int LONGEST_TEXT = 1 << 25;

    /**
     * Makes a specification.
     *
     * @throws IllegalArgumentException if a value is of another type, or values are too many or nested too deep
     */
    public LossSpec {
        arguments = new SpecArguments(name, arguments);
    }

    /**
     * The specification of a loss, with all its parameters.
     *
     * @throws IllegalArgumentException if the loss is not a registered record, or another one has its name
     */
    public static LossSpec of(Loss loss) {
        LossType<?> type = LossRegistry.ofProcess().toSave(loss);
        return new LossSpec(type.name(), type.read(loss));
    }

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException if it is malformed, too long or nested too deep; the message says where
     */
    public static LossSpec parse(String text) {
        return new LossSpecParser(text).parse();
    }

    /**
     * Reads the form of plain maps.
     *
     * @throws IllegalArgumentException if a name is missing, or maps and lists nest too deep
     */
    public static LossSpec fromMap(Map<String, ? extends @Nullable Object> map) {
        return SpecMaps.read(map);
    }

    /** The form of plain maps, for JSON. */
    public Map<String, @Nullable Object> toMap() {
        return SpecMaps.write(this);
    }

    /**
     * The loss that this specification names.
     *
     * @throws IllegalArgumentException if the name is unknown or ambiguous, a parameter unknown, or a value out of range
     */
    public Loss toLoss() {
        return LossRegistry.ofProcess().toRestore(name).create(arguments);
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
}
