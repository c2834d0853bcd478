package org.losses4j.loss.sequence;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.losses4j.AllowedValues;
import org.losses4j.Inputs;
import org.losses4j.Loss;
import org.losses4j.Role;
import org.losses4j.Shapes;

/** The common part of the losses that sum up all alignments of frames with a sequence of labels. */
sealed interface LabelSequenceLoss extends Loss permits Ctc, Rnnt {

    int blank();

    /** The least number of frames that an example may have. */
    int fewestFrames();

    @Override
    default List<Role> roles() {
        return Labels.roles();
    }

    @Override
    default AllowedValues values(Role role, Shapes shapes) {
        return switch (role.name()) {
            case Labels.INPUT_LENGTHS -> Labels.lengths(shapes, Role.PREDICTION, "frames", fewestFrames());
            case Labels.TARGET_LENGTHS -> Labels.lengths(shapes, Role.TARGET, "labels", 0);
            default -> role.values();
        };
    }

    @Override
    default Optional<Consumer<Inputs>> valueCheck() {
        return Optional.of(inputs -> Labels.check(name(), inputs, blank()));
    }
}
