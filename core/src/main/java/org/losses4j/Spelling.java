package org.losses4j;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Proposes known names for an unknown one, which may be a misspelling or another library's abbreviation. */
final class Spelling {
    // Longer texts are no misspelt names.
    private static final int LONGEST = 100;

    private Spelling() {}

    /** " Did you mean …?" with the nearest of the known names, or the whole list if none is near. */
    static String hint(String unknown, Collection<String> known) {
        List<String> near = known.stream()
                .filter(name -> unknown.length() <= LONGEST && near(unknown, name))
                // The last word of a name says what it is: focal is rather softmax_focal than focal_tversky.
                .sorted(Comparator.comparing((String name) -> !isShortFor(unknown, name))
                        .thenComparing(name -> !name.endsWith(bare(unknown)))
                        .thenComparingInt(name -> distance(unknown, name)))
                .limit(3)
                .toList();
        return near.isEmpty()
                ? " Known: " + String.join(", ", known) + "."
                : " Did you mean " + String.join(", ", near) + "?";
    }

    private static boolean near(String unknown, String name) {
        return isShortFor(unknown, name)
                || name.contains(unknown)
                || unknown.contains(name)
                || distance(unknown, name) <= Math.max(2, unknown.length() / 3);
    }

    /** Whether {@code unknown} abbreviates a name as other libraries do: mse, MSELoss or mse_loss for mean_squared_error. */
    private static boolean isShortFor(String unknown, String name) {
        String bare = bare(unknown);
        String initials = Arrays.stream(name.split("_"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.substring(0, 1))
                .collect(Collectors.joining());
        boolean abbreviates = bare.length() > 1 && bare.equals(initials);
        return abbreviates || (bare.length() > 3 && name.replace("_", "").contains(bare));
    }

    private static String bare(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[_ -]", "").replaceFirst("loss$", "");
    }

    /** fromLogits → from_logits. */
    static String snakeCase(String camelCase) {
        return camelCase.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    /** Levenshtein's distance. */
    private static int distance(String a, String b) {
        int[] row = IntStream.rangeClosed(0, b.length()).toArray();
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
