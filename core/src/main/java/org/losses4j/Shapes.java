package org.losses4j;

import java.util.Map;
import java.util.Optional;
import org.losses4j.tensor.Shape;

/** The shapes of a loss's inputs by role; those that are not optional are there. */
public final class Shapes {
    private final Map<String, Shape> byRole;

    /** The shapes by role. */
    public Shapes(Map<String, Shape> byRole) {
        this.byRole = byRole;
    }

    /** The shape of the input of a role that is there. */
    public Shape get(String role) {
        return find(role).orElseThrow(() -> new IllegalArgumentException("The input '" + role + "' is missing"));
    }

    /** The shape of the input of a role, if it is there. */
    public Optional<Shape> find(String role) {
        return Optional.ofNullable(byRole.get(role));
    }
}
