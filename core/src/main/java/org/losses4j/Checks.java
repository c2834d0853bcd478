package org.losses4j;

/** Checks the inputs of an objective before anything is computed. */
public final class Checks {
    private Checks() {}

    /**
     * Checks the inputs of an objective: their roles, their shapes, that all are tensors of one implementation, and their
     * values where a role restricts them.
     *
     * @throws IllegalArgumentException if a check fails; the message names loss, role, the given and the
     *     wanted input, and the likely fix
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
