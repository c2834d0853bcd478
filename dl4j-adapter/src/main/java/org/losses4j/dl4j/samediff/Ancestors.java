package org.losses4j.dl4j.samediff;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;

/** The variables that a variable of a graph is computed from. */
final class Ancestors {
    private Ancestors() {}

    /** The placeholders that must have values before {@code variables} can be computed. */
    static List<SDVariable> placeholders(SameDiff sd, List<SDVariable> variables) {
        return find(sd, variables, any -> true).stream()
                .filter(found -> found.getVariableType() == VariableType.PLACEHOLDER)
                .toList();
    }

    /** Whether SameDiff, which follows floating-point variables only, would find something to train behind a variable. */
    static boolean isTrained(SameDiff sd, SDVariable variable) {
        return find(sd, List.of(variable), found -> found.dataType().isFPType()).stream()
                .anyMatch(found -> found.getVariableType() == VariableType.VARIABLE);
    }

    private static Set<SDVariable> find(SameDiff sd, List<SDVariable> variables, Predicate<SDVariable> followed) {
        Set<String> seen = new LinkedHashSet<>();
        Set<SDVariable> found = new LinkedHashSet<>();
        Deque<SDVariable> open = new ArrayDeque<>(variables);
        while (!open.isEmpty()) {
            SDVariable variable = open.pop();
            if (!followed.test(variable) || !seen.add(variable.name())) {
                continue;
            }
            found.add(variable);
            DifferentialFunction maker = sd.getVariableOutputOp(variable.name());
            if (maker != null) {
                open.addAll(List.of(maker.args()));
            }
        }
        return found;
    }
}
