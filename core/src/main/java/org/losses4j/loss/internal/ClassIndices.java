package org.losses4j.loss.internal;

import org.jspecify.annotations.Nullable;
import org.losses4j.AllowedValues;
import org.losses4j.Role;
import org.losses4j.tensor.Tensor;

/** Targets that are class indices. */
public final class ClassIndices {
    private ClassIndices() {}

    /** The role of targets that are one class index for each row of classes. */
    public static Role role() {
        return Role.given(Role.TARGET, Role.ShapeRule.ROWS);
    }

    /**
     * The rule for the values of a role, of a loss whose target is class indices.
     *
     * @param ignored one more value of the target, which marks what to ignore; null for none
     */
    public static AllowedValues values(Role role, int classes, @Nullable Integer ignored) {
        return role.name().equals(Role.TARGET) ? AllowedValues.classIndex(classes, ignored) : role.values();
    }

    /** The target class's value, [N, …, C] → [N, …]; 0 if the index is outside 0 … C − 1, as ignored ones are, NaN for NaN. */
    public static Tensor pick(Tensor values, Tensor target, int axis) {
        int counted = values.shape().axis(axis);
        Tensor chosen = target.oneHot(values.shape().extent(counted), counted);
        return chosen.where(values, 0).sum(counted, false).add(target.mul(0));
    }
}
