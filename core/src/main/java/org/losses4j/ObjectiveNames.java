package org.losses4j;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Names losses without a registered name, and sums, in the form of registered names, which metrics can print. */
final class ObjectiveNames {
    private static final int NAMED = 5;
    // Compiled once: adapters ask for names in each step.
    private static final Pattern BETWEEN_WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");

    private ObjectiveNames() {}

    /** The name of a loss's class, as in {@code my_loss} for {@code MyLoss}; custom_loss for a lambda. */
    static String ofClass(Loss loss) {
        Class<?> type = loss.getClass();
        if (type.isHidden() || type.isSynthetic() || type.isAnonymousClass()) {
            return "custom_loss";
        }
        return BETWEEN_WORDS.matcher(type.getSimpleName()).replaceAll("_").toLowerCase(Locale.ROOT);
    }

    /** The name of a sum, as in {@code sum_of_dice_and_focal}. */
    static String ofSum(List<CompositeObjective.Term> terms) {
        List<String> names = terms.stream()
                .limit(NAMED)
                .map(term -> term.objective() instanceof CompositeObjective
                        ? "sum"
                        : term.objective().name())
                .toList();
        int more = terms.size() - names.size();
        if (more > 0) {
            return "sum_of_" + String.join("_", names) + "_and_" + more + "_more";
        }
        int last = names.size() - 1;
        return "sum_of_" + (last == 0 ? "" : String.join("_", names.subList(0, last)) + "_and_") + names.get(last);
    }
}
