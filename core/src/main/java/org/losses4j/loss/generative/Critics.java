package org.losses4j.loss.generative;

import java.util.List;
import org.losses4j.Role;

/** The roles of adversarial losses: the critic's outputs for real and for generated examples. */
final class Critics {
    static final String REAL = "real";
    static final String FAKE = "fake";

    private Critics() {}

    static List<Role> ofBoth() {
        return List.of(Role.trained(REAL, Role.ShapeRule.FIRST), Role.trained(FAKE, Role.ShapeRule.SAME));
    }

    /** The role of a generator's loss: the critic's output for generated examples, which callers may name fake. */
    static List<Role> ofFake() {
        return List.of(Role.prediction().alias(FAKE));
    }
}
