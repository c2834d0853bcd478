package org.losses4j.loss.embedding;

import java.util.List;
import java.util.OptionalInt;
import org.losses4j.AllowedValues;
import org.losses4j.Inputs;
import org.losses4j.Loss;
import org.losses4j.Role;
import org.losses4j.Shapes;
import org.losses4j.loss.internal.ClassIndices;
import org.losses4j.tensor.Tensor;

/** The common part of the losses that make the right class harder by a margin of its angle, before a scaled softmax. */
sealed interface AngularMargin extends Loss permits ArcFace, CosFace {

    double scale();

    /** The cosine of the right class, less the margin. */
    Tensor harder(Tensor cosine);

    @Override
    default List<Role> roles() {
        return List.of(Role.prediction(), ClassIndices.role());
    }

    @Override
    default AllowedValues values(Role role, Shapes shapes) {
        return ClassIndices.values(role, shapes.get(Role.PREDICTION).extent(-1), null);
    }

    @Override
    default OptionalInt classAxis() {
        return OptionalInt.of(-1);
    }

    @Override
    default Tensor formula(Inputs inputs) {
        Tensor cosines = inputs.get(Role.PREDICTION);
        Tensor target = inputs.get(Role.TARGET);
        int last = cosines.shape().rank() - 1;
        Tensor right = harder(ClassIndices.pick(cosines, target, last)).unsqueeze(last);
        Tensor logits = target.oneHot(cosines.shape().extent(last), last)
                .where(right, cosines)
                .mul(scale());
        return ClassIndices.pick(logits.logSoftmax(last), target, last).neg();
    }
}
