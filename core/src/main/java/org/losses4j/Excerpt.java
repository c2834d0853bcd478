package org.losses4j;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Quotes a value that a user gave, for messages: on one line and short, however long, deep or circular the value is. */
final class Excerpt {
    private static final int LONGEST = 80;
    private static final int DEEPEST = 8;
    private static final String CUT = "…";

    private final StringBuilder text = new StringBuilder();
    private final int longest;

    private Excerpt(int longest) {
        this.longest = longest;
    }

    /** The text of a value, cut after 80 characters. */
    static String of(@Nullable Object value) {
        return of(value, LONGEST);
    }

    /** The text of a value, cut after {@code longest} characters. */
    static String of(@Nullable Object value, int longest) {
        Excerpt excerpt = new Excerpt(longest);
        excerpt.print(value, 0);
        if (!excerpt.full()) {
            return excerpt.text.toString();
        }
        String length = value instanceof CharSequence given ? " (" + given.length() + " characters)" : "";
        return excerpt.text.substring(0, longest) + CUT + length;
    }

    /** Up to 80 characters around a position of a text. */
    static String around(String text, int position) {
        int from = Math.max(0, Math.min(position - LONGEST / 2, text.length() - LONGEST));
        int to = Math.min(text.length(), from + LONGEST);
        StringBuilder shown = new StringBuilder(from > 0 ? CUT : "");
        for (int i = from; i < to; i++) {
            shown.append(visible(text, i));
        }
        return shown.append(to < text.length() ? CUT : "").toString();
    }

    private void print(@Nullable Object value, int depth) {
        if (value instanceof CharSequence given) {
            for (int i = 0; i < given.length() && !full(); i++) {
                text.append(visible(given, i));
            }
        } else if (depth == DEEPEST
                && (value instanceof LossSpec || value instanceof Collection || value instanceof Map)) {
            text.append(CUT);
        } else if (value instanceof LossSpec spec) {
            print(spec.name(), depth);
            print(spec.arguments(), "(", ")", depth);
        } else if (value instanceof Map<?, ?> map) {
            print(map, "{", "}", depth);
        } else if (value instanceof Collection<?> list) {
            text.append('[');
            String separator = "";
            for (Iterator<?> elements = list.iterator(); elements.hasNext() && !full(); ) {
                text.append(separator);
                print(elements.next(), depth + 1);
                separator = ", ";
            }
            text.append(']');
        } else if (value == null || value instanceof Number || value instanceof Boolean || value instanceof Enum) {
            print(String.valueOf(value), depth);
        } else {
            text.append("a ").append(value.getClass().getTypeName());
        }
    }

    private void print(Map<?, ?> map, String opening, String closing, int depth) {
        text.append(opening);
        String separator = "";
        for (Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator(); entries.hasNext() && !full(); ) {
            Map.Entry<?, ?> entry = entries.next();
            text.append(separator);
            print(entry.getKey(), depth + 1);
            text.append('=');
            print(entry.getValue(), depth + 1);
            separator = ", ";
        }
        text.append(closing);
    }

    private boolean full() {
        return text.length() > longest;
    }

    /** The character, or U+FFFD in place of one that could begin a new line in a log, or that is half of a surrogate pair. */
    private static char visible(CharSequence text, int position) {
        char character = text.charAt(position);
        return Character.isISOControl(character)
                        || Character.isSurrogate(character)
                        || Character.getType(character) == Character.FORMAT
                        || character == '\u2028'
                        || character == '\u2029'
                ? '\uFFFD'
                : character;
    }
}
