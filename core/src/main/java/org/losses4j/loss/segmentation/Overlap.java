package org.losses4j.loss.segmentation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.losses4j.Activation;
import org.losses4j.Inputs;
import org.losses4j.LossDescription;
import org.losses4j.Role;
import org.losses4j.RowLoss;
import org.losses4j.Shapes;
import org.losses4j.Task;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/** The common part of the overlap losses: soft counts of pixels. */
sealed interface Overlap extends RowLoss permits Dice, FocalTversky, GeneralizedDice, Jaccard, Tversky {
    // A denominator below this has no true region in it, so that all of it is wrong however large it is, and the share
    // is constant. The two parts of its gradient cancel, but they have the denominator's inverse as a factor, which is
    // infinite for denominators that are smaller still.
    double NEXT_TO_NOTHING = 0x1p-100;

    boolean fromLogits();

    boolean exclusive();

    Aggregate aggregate();

    /** 1 − the score. */
    Tensor loss(SoftCounts counts);

    @Override
    default List<Role> roles() {
        return List.of(Role.prediction(), Role.target());
    }

    @Override
    default boolean coupled() {
        return true;
    }

    @Override
    default void check(Shapes shapes) {
        Shape prediction = shapes.get(Role.PREDICTION);
        if (prediction.rank() < 2) {
            throw new IllegalArgumentException(
                    name() + ": the input 'prediction' has the shape " + prediction + ", wanted [N, …, C]");
        }
        if (aggregate() == Aggregate.EXAMPLE && prediction.axis(axis()) == 0) {
            throw new IllegalArgumentException(name() + ": the classes of the input 'prediction' " + prediction
                    + " are its axis " + axis() + ", which is that of the examples; wanted [N, …, C] with the classes"
                    + " behind the examples, or aggregate=class, which sums over all other axes");
        }
        int allowed = aggregate() == Aggregate.EXAMPLE ? 1 : 0;
        shapes.find(Role.WEIGHTS)
                .filter(weights -> weights.trimmed().rank() > allowed)
                .ifPresent(weights -> {
                    throw new IllegalArgumentException(name() + ": the weights have the shape " + weights + ", wanted "
                            + (allowed == 1
                                    ? "a number for each example"
                                    : "a scalar, for the sums are over the whole batch"));
                });
    }

    @Override
    default Optional<Tensor> unitMask(Tensor mask) {
        if (aggregate() != Aggregate.EXAMPLE) {
            return Optional.empty();
        }
        return Optional.of(mask.shape().rank() < 2 ? mask : mask.sumAfter(1).greater(0));
    }

    @Override
    default Tensor formula(Inputs inputs) {
        Tensor logits = inputs.get(Role.PREDICTION);
        int rank = logits.shape().rank();
        int classAxis = logits.shape().axis(axis());
        Tensor prediction = !fromLogits()
                ? logits
                : exclusive() ? logits.logSoftmax(classAxis).exp() : logits.sigmoid();
        Tensor target = inputs.get(Role.TARGET);
        Optional<Tensor> kept =
                inputs.find(Role.MASK).map(mask -> mask.alignLeft(rank - 1).unsqueeze(classAxis));
        Tensor p = kept.map(prediction::mul).orElse(prediction);
        Tensor t = kept.map(target::mul).orElse(target);
        int[] axes = summedAxes(rank, classAxis);
        Tensor scores = loss(new SoftCounts(p.mul(t).sum(axes, false), p.sum(axes, false), t.sum(axes, false)));
        return aggregate() == Aggregate.EXAMPLE ? scores.mean(1, false) : scores;
    }

    private int[] summedAxes(int rank, int classAxis) {
        List<Integer> axes = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            boolean kept = (axis == classAxis && aggregate() != Aggregate.BATCH)
                    || (axis == 0 && aggregate() == Aggregate.EXAMPLE);
            if (!kept) {
                axes.add(axis);
            }
        }
        return axes.stream().mapToInt(Integer::intValue).toArray();
    }

    /** {@code errors} / {@code whole}, 0 where {@code whole} is 0; no gradient flows below {@link #NEXT_TO_NOTHING}. */
    static Tensor share(Tensor errors, Tensor whole) {
        Tensor empty = whole.equal(0);
        Tensor share = errors.div(empty.where(1, whole));
        return empty.where(0, whole.less(NEXT_TO_NOTHING).where(share.stopGradient(), share));
    }

    default LossDescription described(String summary, String formula, String reference) {
        Activation activation = exclusive() ? Activation.SOFTMAX : Activation.SIGMOID;
        return new LossDescription(
                Task.SEGMENTATION,
                summary,
                formula,
                fromLogits() ? Activation.IDENTITY : activation,
                fromLogits() ? activation : Activation.IDENTITY,
                reference);
    }
}
