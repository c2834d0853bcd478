package org.losses4j;

import java.util.Map;
import java.util.Optional;
import org.losses4j.tensor.Shape;

/** The shapes of a loss's inputs by role, those of all required inputs included. */
public final class Shapes {
    private final Map<String, Shape> byRole;

    /** The shapes by role. */
    public Shapes(Map<String, Shape> byRole) {
        this.byRole = byRole;
    }

    /**
     * The shape of the input of a role.
     *
     * @throws IllegalArgumentException if the input is missing
     */
    public Shape get(String role) {
        return find(role).orElseThrow(() -> new IllegalArgumentException("The input '" + role + "' is missing"));
    }

    /** The shape of the input of a role, if the input is given. */
    public Optional<Shape> find(String role) {
        return Optional.ofNullable(byRole.get(role));
    }
}
