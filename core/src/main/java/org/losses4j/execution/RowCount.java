package org.losses4j.execution;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.losses4j.AllowedValues;
import org.losses4j.Inputs;
import org.losses4j.Loss;
import org.losses4j.LossDescription;
import org.losses4j.Role;
import org.losses4j.Shapes;
import org.losses4j.tensor.Tensor;

/**
 * Counts the rows of a loss for the divisor of a mean: each is 1, or its weight. It has the loss's roles and no gradient.
 *
 * @param loss the loss whose rows are counted
 * @param weighted whether a row counts for its {@link Loss#unitWeights} instead of 1
 */
record RowCount(Loss loss, boolean weighted) implements Loss {

    @Override
    public List<Role> roles() {
        return loss.roles();
    }

    @Override
    public Tensor formula(Inputs inputs) {
        Tensor prediction = inputs.get(roles().get(0).name());
        Optional<Tensor> own = weighted ? loss.unitWeights(inputs) : Optional.empty();
        return own.orElseGet(
                () -> prediction.constant(1).expand(prediction.shape().without(-1)));
    }

    @Override
    public LossDescription description() {
        return loss.description();
    }

    @Override
    public String name() {
        return loss.name();
    }

    @Override
    public OptionalInt classAxis() {
        return loss.classAxis();
    }

    @Override
    public AllowedValues values(Role role, Shapes shapes) {
        return loss.values(role, shapes);
    }

    @Override
    public void check(Shapes shapes) {
        loss.check(shapes);
    }

    @Override
    public Optional<Consumer<Inputs>> valueCheck() {
        return loss.valueCheck();
    }

    @Override
    public Optional<Tensor> unitMask(Tensor mask) {
        return loss.unitMask(mask);
    }
}
