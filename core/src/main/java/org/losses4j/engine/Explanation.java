package org.losses4j.engine;

import java.util.function.BiConsumer;

/** Collects the results of passes as text, each under the pass's name; a result that did not change is "as before". */
final class Explanation implements BiConsumer<String, Object> {
    private final StringBuilder text = new StringBuilder();
    private String before = "";

    @Override
    public void accept(String pass, Object result) {
        String after = result.toString();
        String news = before.isEmpty() ? after : after.replace(before, "as before\n");
        text.append("# ").append(pass).append('\n').append(news);
        before = after;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
