package org.losses4j.dl4j.internal.layer;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.losses4j.BatchReduction;
import org.losses4j.CompositeObjective;
import org.losses4j.LossObjective;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The roles of an objective that a layer of one input serves: its output, its labels, and the lengths of sequences.
 *
 * @param prediction the role of the layer's output
 * @param target the role of the labels; null if the objective needs none
 * @param lengths the roles of lengths, which are read from masks
 */
public record LayerRoles(String prediction, @Nullable Role target, List<String> lengths) {
    public static final String INPUT_LENGTHS = "input_lengths";
    public static final String TARGET_LENGTHS = "target_lengths";

    /**
     * The roles of an objective.
     *
     * @throws IllegalArgumentException if a layer of one input cannot serve them, or the batch is not reduced
     */
    public static LayerRoles of(Objective objective) {
        if (!reducesBatch(objective)) {
            throw new IllegalArgumentException(objective.name()
                    + ": a network is trained on one number, but this objective does not reduce the batch; give it"
                    + " another batch reduction, such as Reduction.MEAN");
        }
        List<Role> needed =
                objective.roles().stream().filter(role -> !role.optional()).toList();
        List<String> trained =
                names(needed.stream().filter(Role::differentiable).toList());
        List<Role> labels = needed.stream()
                .filter(role -> !role.differentiable() && !isLength(role.name()))
                .toList();
        if (trained.size() != 1 || labels.size() > 1) {
            throw new IllegalArgumentException(objective.name() + ": a layer of one input gives one prediction and one"
                    + " array of labels, but this objective needs " + names(needed) + "; put it behind an"
                    + " ObjectiveVertex, which takes an input for each");
        }
        List<String> lengths =
                names(objective.roles()).stream().filter(LayerRoles::isLength).toList();
        return new LayerRoles(trained.get(0), labels.isEmpty() ? null : labels.get(0), lengths);
    }

    /**
     * Puts the labels under their role, if the objective has one. Class indices of examples, [N], may come as a column,
     * [N, 1].
     *
     * @throws IllegalArgumentException if the labels are missing
     */
    public void putLabels(Map<String, INDArray> inputs, String loss, @Nullable INDArray labels) {
        if (target == null) {
            return;
        }
        if (labels == null) {
            throw new IllegalArgumentException(loss + ": the labels are missing");
        }
        boolean column = target.extent() == Role.ShapeRule.EXAMPLES && labels.rank() == 2 && labels.size(1) == 1;
        inputs.put(target.name(), column ? labels.reshape('c', new long[] {labels.size(0)}) : labels);
    }

    /** Whether the objective has roles for the lengths of sequences. */
    public static boolean takesLengths(Objective objective) {
        return names(objective.roles()).stream().anyMatch(LayerRoles::isLength);
    }

    private static boolean isLength(String role) {
        return role.equals(INPUT_LENGTHS) || role.equals(TARGET_LENGTHS);
    }

    private static List<String> names(List<Role> roles) {
        return roles.stream().map(Role::name).toList();
    }

    /** Whether the objective reduces the batch, so that its value is one number. */
    public static boolean reducesBatch(Objective objective) {
        if (objective instanceof LossObjective single) {
            return single.reduction().batch() != BatchReduction.NONE;
        }
        return ((CompositeObjective) objective).terms().stream().allMatch(term -> reducesBatch(term.objective()));
    }
}
