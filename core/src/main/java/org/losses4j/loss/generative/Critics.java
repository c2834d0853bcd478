package org.losses4j.loss.generative;

import java.util.List;
import org.losses4j.Role;

/** The roles of adversarial losses: what the critic says of real and of generated examples. */
final class Critics {
    static final String REAL = "real";
    static final String FAKE = "fake";

    private Critics() {}

    static List<Role> ofBoth() {
        return List.of(Role.trained(REAL, Role.ShapeRule.FIRST), Role.trained(FAKE, Role.ShapeRule.SAME));
    }

    /** The generator sees only what is said of its own examples; callers may call it fake. */
    static List<Role> ofFake() {
        return List.of(Role.prediction().alias(FAKE));
    }
}
