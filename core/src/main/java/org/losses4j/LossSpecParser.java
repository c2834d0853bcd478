package org.losses4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the text form of a {@link LossSpec}: {@code name(key=value, …)}, where a value is a number, true, false, null, a
 * word, a list in brackets or another specification.
 */
final class LossSpecParser {
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(?:(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<number>[-+]?(?:[0-9.][0-9.eE+-]*|Infinity))"
                    + "|(?<mark>[(),=\\[\\]]))\\s*");

    private final String text;
    private final Matcher matcher;
    private int position;
    private int level;

    LossSpecParser(String text) {
        if (text.length() > LossSpec.LONGEST_TEXT) {
            throw new IllegalArgumentException("A specification has at most " + LossSpec.LONGEST_TEXT
                    + " characters, got " + text.length() + ": " + Excerpt.around(text, 0));
        }
        this.text = text;
        this.matcher = TOKEN.matcher(text);
    }

    LossSpec parse() {
        LossSpec spec = spec(take("word", "the name of a loss"));
        if (position < text.length()) {
            throw error("the end");
        }
        return spec;
    }

    private LossSpec spec(String name) {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        descend();
        if (skip("(") && !skip(")")) {
            do {
                int start = position;
                String key = take("word", "the name of a parameter");
                expect("=");
                if (arguments.containsKey(key)) {
                    throw new IllegalArgumentException(
                            "The parameter '" + Excerpt.of(key) + "' is given twice" + where(start));
                }
                arguments.put(key, value());
            } while (skip(","));
            expect(")");
        }
        level--;
        return new LossSpec(name, arguments);
    }

    private @Nullable Object value() {
        if (skip("[")) {
            List<@Nullable Object> list = new ArrayList<>();
            descend();
            if (!skip("]")) {
                do {
                    list.add(value());
                } while (skip(","));
                expect("]");
            }
            level--;
            return list;
        }
        String number = peek("number");
        if (number != null) {
            try {
                Object parsed = number.matches("[-+]?[0-9]{1,9}")
                        ? (Object) Integer.valueOf(number)
                        : (Object) Double.valueOf(number);
                position = matcher.end();
                return parsed;
            } catch (NumberFormatException e) {
                throw error("a number");
            }
        }
        String word = take("word", "a value");
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            case "null", "None" -> null;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            default -> "(".equals(peek("mark")) ? spec(word) : word;
        };
    }

    private @Nullable String peek(String group) {
        matcher.region(position, text.length());
        return matcher.lookingAt() ? matcher.group(group) : null;
    }

    private boolean skip(String mark) {
        if (mark.equals(peek("mark"))) {
            position = matcher.end();
            return true;
        }
        return false;
    }

    private void expect(String mark) {
        if (!skip(mark)) {
            throw error("'" + mark + "'");
        }
    }

    private String take(String group, String wanted) {
        String found = peek(group);
        if (found == null) {
            throw error(wanted);
        }
        position = matcher.end();
        return found;
    }

    private void descend() {
        if (++level > LossSpec.DEEPEST) {
            throw SpecArguments.tooDeep(where(position));
        }
    }

    private IllegalArgumentException error(String wanted) {
        return new IllegalArgumentException(
                "Expected " + wanted + where(position) + "; a loss is written as huber(delta=0.5)");
    }

    private String where(int place) {
        return " at position " + place + " of: " + Excerpt.around(text, place);
    }
}
