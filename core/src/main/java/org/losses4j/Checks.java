package org.losses4j;

/** The checks before anything is computed. */
public final class Checks {
    private Checks() {}

    /**
     * Checks the inputs of an objective: roles, shapes, that all are of one kind, and the values where not every one is
     * allowed.
     *
     * @throws IllegalArgumentException naming loss, role, got, wanted and the likely fix
     */
    public static void check(Objective objective, Inputs inputs) {
        objective.checkShapes(inputs.shapes());
        checkKind(objective, inputs);
        objective.checkValues(inputs);
    }

    private static void checkKind(Objective objective, Inputs inputs) {
        Class<?> wanted = inputs.any().getClass();
        inputs.asMap().forEach((role, tensor) -> {
            if (tensor.getClass() != wanted) {
                throw new IllegalArgumentException(objective.name() + ": the input '" + role + "' is a "
                        + tensor.getClass().getSimpleName() + ", wanted a " + wanted.getSimpleName()
                        + " like the others: bring all inputs of a loss into one framework first");
            }
        });
    }
}
