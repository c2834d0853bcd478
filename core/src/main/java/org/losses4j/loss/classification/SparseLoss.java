package org.losses4j.loss.classification;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.losses4j.AllowedValues;
import org.losses4j.Inputs;
import org.losses4j.Role;
import org.losses4j.RowLoss;
import org.losses4j.Shapes;
import org.losses4j.loss.internal.ClassIndices;
import org.losses4j.tensor.Tensor;

/** The common part of the losses whose targets are class indices. */
sealed interface SparseLoss extends RowLoss
        permits MultiMargin, NegativeLogLikelihood, SparseCategoricalCrossEntropy, SparseSoftmaxFocal {

    @Nullable
    Integer ignoreIndex();

    @Override
    default List<Role> roles() {
        return List.of(Role.prediction(), ClassIndices.role(), Targets.classWeights());
    }

    @Override
    default AllowedValues values(Role role, Shapes shapes) {
        return ClassIndices.values(role, shapes.get(Role.PREDICTION).extent(axis()), ignoreIndex());
    }

    /** The weight of the target's class, 0 where the target is ignored. */
    @Override
    default Optional<Tensor> unitWeights(Inputs inputs) {
        Tensor target = inputs.get(Role.TARGET);
        Optional<Tensor> picked = Targets.classWeights(inputs, axis())
                .map(weights -> ClassIndices.pick(
                        weights.expand(inputs.get(Role.PREDICTION).shape()), target, axis()));
        Integer ignored = ignoreIndex();
        if (picked.isEmpty() && ignored != null) {
            return Optional.of(target.equal(ignored).complement());
        }
        return picked.map(weights -> unlessIgnored(weights, target));
    }

    /** The values of units, 0 where the target is ignored. */
    default Tensor unlessIgnored(Tensor values, Tensor target) {
        Integer ignored = ignoreIndex();
        return ignored == null ? values : target.equal(ignored).where(0, values);
    }
}
