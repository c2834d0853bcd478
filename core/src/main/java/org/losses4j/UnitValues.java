package org.losses4j;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * The values of a loss's units, after their elements have combined, with the numbers that a batch reduction needs.
 *
 * @param values the units' values, weighted, 0 where masked
 * @param shares each example's share of the values, [N]; null if the units are classes, or the whole batch
 * @param active 1 where a unit counts, 0 where it is masked or does not count; null if all units count
 * @param weights the units' weights in a weighted mean; null if all are 1
 */
record UnitValues(
        Tensor values,
        @Nullable Tensor shares,
        @Nullable Tensor active,
        @Nullable Tensor weights) {

    // Masked inputs are replaced by a number that every formula of logits, probabilities or scales can take.
    private static final double NEUTRAL = 0.5;

    static UnitValues of(LossObjective objective, Inputs given) {
        Loss loss = objective.loss();
        Inputs inputs = squeezed(loss, objective.masked(given));
        for (Map.Entry<String, List<Double>> fixed : objective.fixed().entrySet()) {
            double[] numbers = forEachClass(objective, inputs, fixed.getValue());
            inputs = inputs.with(fixed.getKey(), inputs.any().array(numbers, Shape.of(numbers.length)));
        }
        Optional<Tensor> mask =
                inputs.find(Role.MASK).map(tensor -> trimmed(tensor).equal(0).complement());
        if (mask.isPresent()) {
            inputs = masked(loss, inputs, mask.get());
        }
        Tensor values = values(objective, inputs);
        Optional<Tensor> own = loss.unitWeights(inputs);
        Optional<Tensor> weights = inputs.find(Role.WEIGHTS).map(UnitValues::trimmed);
        Optional<Tensor> counted = loss.coupled() ? loss.countedUnits(inputs) : Optional.empty();
        UnitValues units = combine(
                values,
                active(mask.flatMap(loss::unitMask), counted, values.shape().rank()),
                weights.orElse(null),
                own.orElse(null),
                loss.pointwise() ? objective.reduction().example() : ExampleReduction.NONE);
        // A loss without a mask of whole units has classes, or the whole batch, for units: examples have no shares.
        return loss.unitMask(values.constant(1)).isPresent()
                ? units
                : new UnitValues(units.values(), null, units.active(), units.weights());
    }

    /** The values of the formula, whose shape is checked: another one may fit weights and masks by chance. */
    private static Tensor values(LossObjective objective, Inputs inputs) {
        Loss loss = objective.loss();
        Tensor values = loss.formula(inputs);
        if (values == null) {
            throw new IllegalArgumentException(
                    loss.name() + ": its formula gives null, wanted a tensor computed from its inputs");
        }
        if (loss.coupled() || !(loss.pointwise() || loss.classAxis().isPresent())) {
            return values;
        }
        String role = loss.roles().get(0).name();
        Shape first = inputs.get(role).shape();
        Shape wanted = objective.units(first);
        if (!values.shape().equals(wanted)) {
            throw new IllegalArgumentException(
                    loss.name() + ": its formula gives the shape " + values.shape() + ", wanted "
                            + wanted + ", a number for each " + (loss.pointwise() ? "element" : "row") + " of " + role
                            + " " + first
                            + "; leave sums and means over " + (loss.pointwise() ? "elements and " : "")
                            + "the batch to the objective's reduction");
        }
        return values;
    }

    /** A number for each class, where one may stand for all. */
    private static double[] forEachClass(LossObjective objective, Inputs inputs, List<Double> numbers) {
        if (numbers.size() != 1) {
            return numbers.stream().mapToDouble(Double::doubleValue).toArray();
        }
        Shape first = inputs.get(objective.loss().roles().get(0).name()).shape();
        double[] all = new double[objective.classes(first)];
        Arrays.fill(all, numbers.get(0));
        return all;
    }

    /** 1 for the units that are not masked and count, as a tensor of the given rank; null if all are 1. */
    private static @Nullable Tensor active(Optional<Tensor> mask, Optional<Tensor> counted, int rank) {
        return product(
                mask.map(kept -> kept.alignLeft(rank)).orElse(null),
                counted.map(units -> units.alignLeft(rank)).orElse(null));
    }

    private static UnitValues combine(
            Tensor elements,
            @Nullable Tensor active,
            @Nullable Tensor weights,
            @Nullable Tensor own,
            ExampleReduction reduction) {
        int rank = elements.shape().rank();
        Tensor weight = weights == null ? null : weights.alignLeft(rank);
        if (weight != null && active != null) {
            weight = active.where(weight, 0);
        }
        Tensor values = weight == null ? elements : elements.mul(weight);
        if (active != null) {
            values = active.where(values, 0);
        }
        if (reduction == ExampleReduction.NONE || rank == 0) {
            return new UnitValues(values, byExample(values), active, product(weight, own));
        }
        Tensor sum = values.sum(-1, false);
        Tensor counted = active == null ? null : active.expand(elements.shape()).sum(-1, false);
        if (weight != null) {
            weight = counted == null
                    ? weight.mean(-1, false)
                    : weight.expand(elements.shape()).sum(-1, false).div(counted.maximum(1));
        }
        Tensor divisor = reduction == ExampleReduction.SUM
                ? sum.constant(1)
                : counted == null ? sum.constant(Math.max(1, elements.shape().extent(-1))) : counted.maximum(1);
        Tensor reduced = sum.div(divisor);
        return new UnitValues(
                reduced,
                // The only axis of a vector is both the last one, which is reduced, and that of the examples.
                rank == 1 ? values.div(divisor) : byExample(reduced),
                counted == null ? null : counted.greater(0),
                product(weight, own));
    }

    private static Tensor byExample(Tensor values) {
        return values.shape().rank() == 0 ? values.reshape(Shape.of(1)) : values.sumAfter(1);
    }

    Tensor reduce(BatchReduction reduction) {
        return switch (reduction) {
            case NONE -> values;
            case SUM -> values.sum();
            case MEAN, WEIGHTED_MEAN, EXAMPLE_MEAN -> values.sum().div(divisor(reduction));
        };
    }

    Tensor perExample(BatchReduction reduction) {
        if (shares == null) {
            return reduction == BatchReduction.NONE
                    ? byExample(values)
                    : reduce(reduction).reshape(Shape.of(1));
        }
        return switch (reduction) {
            case NONE, SUM -> shares;
            // Divided first, as the product with the number of examples may be too large for any number.
            case MEAN, WEIGHTED_MEAN, EXAMPLE_MEAN ->
                shares.div(divisor(reduction)).mul(shares.shape().extent(0));
        };
    }

    private int examples() {
        return values.shape().rank() == 0 ? 1 : values.shape().extent(0);
    }

    /** The divisor of the sum; 1 if no unit is left, so that the result is 0. */
    private Tensor divisor(BatchReduction reduction) {
        if (reduction == BatchReduction.EXAMPLE_MEAN) {
            return values.constant(Math.max(1, examples()));
        }
        Tensor counted = reduction == BatchReduction.MEAN ? active : product(active, weights);
        if (counted == null) {
            return values.constant(Math.max(1, values.shape().size()));
        }
        Tensor total = counted.expand(values.shape()).sum();
        return total.equal(0).where(1, total);
    }

    private static @Nullable Tensor product(@Nullable Tensor a, @Nullable Tensor b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.mul(b);
    }

    private static Tensor trimmed(Tensor tensor) {
        return tensor.reshape(tensor.shape().trimmed());
    }

    /** Targets of rows may carry a class axis of extent 1; formulas see them without. */
    private static Inputs squeezed(Loss loss, Inputs inputs) {
        Shape first = inputs.get(loss.roles().get(0).name()).shape();
        Map<String, Tensor> squeezed = new LinkedHashMap<>(inputs.asMap());
        for (Role role : loss.roles()) {
            if (role.extent() == Role.ShapeRule.ROWS && loss.classAxis().isPresent()) {
                Shape rows = first.without(loss.classAxis().getAsInt());
                squeezed.computeIfPresent(role.name(), (name, tensor) -> tensor.reshape(rows));
            }
        }
        return Inputs.of(squeezed);
    }

    private static Inputs masked(Loss loss, Inputs inputs, Tensor mask) {
        Shape first = inputs.get(loss.roles().get(0).name()).shape();
        Map<String, Tensor> clean = new LinkedHashMap<>(inputs.asMap());
        clean.put(Role.MASK, mask);
        for (Role role : loss.roles()) {
            if (role.extent() != Role.ShapeRule.CLASSES) {
                clean.computeIfPresent(role.name(), (name, tensor) -> {
                    Tensor aligned = aligned(loss, role, mask, tensor.shape(), first.rank());
                    return aligned == null ? tensor : aligned.where(tensor, NEUTRAL);
                });
            }
        }
        return Inputs.of(clean);
    }

    /** The mask of units as a mask of one input's elements, or null if the input's shape does not follow the units. */
    private static @Nullable Tensor aligned(Loss loss, Role role, Tensor mask, Shape shape, int firstRank) {
        boolean hasClassAxis = role.extent() == Role.ShapeRule.FIRST || role.extent() == Role.ShapeRule.SAME;
        if (hasClassAxis && loss.classAxis().isPresent()) {
            int axis = shape.axis(loss.classAxis().getAsInt());
            Shape rows = shape.without(axis);
            return rows.rank() < mask.shape().rank() || !fits(mask.shape(), rows)
                    ? null
                    : mask.alignLeft(firstRank - 1).unsqueeze(axis);
        }
        return shape.rank() >= mask.shape().rank() && fits(mask.shape(), shape) ? mask.alignLeft(shape.rank()) : null;
    }

    private static boolean fits(Shape mask, Shape units) {
        return IntStream.range(0, mask.rank())
                .allMatch(axis -> mask.extent(axis) == 1 || mask.extent(axis) == units.extent(axis));
    }
}
