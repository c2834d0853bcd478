package org.losses4j;

/** The checks before anything is computed. */
public final class Checks {
    private Checks() {}

    /**
     * Checks the inputs of an objective: roles, shapes, and the values where not every one is allowed.
     *
     * @throws IllegalArgumentException naming loss, role, got, wanted and the likely fix
     */
    public static void check(Objective objective, Inputs inputs) {
        objective.checkShapes(inputs.shapes());
        objective.checkValues(inputs);
    }
}
