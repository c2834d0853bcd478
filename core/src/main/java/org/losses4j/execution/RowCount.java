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
 * What each row of a loss counts for in a mean: 1, or its own weight; the same roles, no gradient.
 *
 * @param loss the loss whose rows are counted
 * @param weighted whether the weights that the target gives the rows count
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
