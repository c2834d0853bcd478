package org.losses4j.execution;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.losses4j.BatchReduction;
import org.losses4j.InputRule;
import org.losses4j.Inputs;
import org.losses4j.Loss;
import org.losses4j.LossObjective;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.Shapes;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * An objective that is computed a chunk of rows at a time, so that neither the predictions of the whole batch nor their
 * gradients ever exist at once.
 *
 * <p>A row is a unit of the loss: an example, a step, a pixel; its classes lie along the last axis. The value is
 * Σ {@link #sum} over the chunks, divided once by {@link #divisor}; so is every gradient. The divisor of a mean belongs to
 * the whole batch: it counts unmasked rows, weights, the class weights in force and targets that are not ignored, and is the
 * sum of {@link #count} over the chunks.
 *
 * @param objective the objective of the whole batch
 */
public record ChunkedObjective(LossObjective objective) {
    private static final Set<Role.ShapeRule> BY_ROW =
            Set.of(Role.ShapeRule.FIRST, Role.ShapeRule.SAME, Role.ShapeRule.ROWS, Role.ShapeRule.CLASSES);

    public ChunkedObjective {
        Loss loss = objective.loss();
        boolean rows = loss.classAxis().isPresent()
                && !loss.coupled()
                && loss.roles().stream().allMatch(role -> BY_ROW.contains(role.extent()))
                && loss.roles().stream().filter(Role::differentiable).count() == 1;
        if (!rows) {
            throw new IllegalArgumentException(loss.name() + ": in chunks of rows go losses of one prediction that give"
                    + " a number for each row of classes, such as sparse_categorical_cross_entropy; compute this one at"
                    + " once");
        }
        if (loss.classAxis().getAsInt() != -1) {
            throw new IllegalArgumentException(loss.name() + ": in chunks of rows the classes are the last axis, got"
                    + " the axis " + loss.classAxis().getAsInt() + "; set axis = -1");
        }
        if (objective.reduction().batch() == BatchReduction.NONE) {
            throw new IllegalArgumentException(
                    loss.name() + ": chunks add up to one number, but this objective does not"
                            + " reduce the batch; give it another batch reduction, such as Reduction.MEAN");
        }
    }

    /**
     * Makes an objective that is computed in chunks.
     *
     * @throws IllegalArgumentException if its rows depend on one another, it is a sum of objectives, or it does not
     *     reduce the batch
     */
    public static ChunkedObjective of(Objective objective) {
        if (objective instanceof LossObjective single) {
            return new ChunkedObjective(single);
        }
        throw new IllegalArgumentException(
                objective.name() + ": in chunks of rows goes a single loss, not a sum; compute this one at once");
    }

    /** The objective of one chunk: the sum of its rows' values. Its inputs are slices of {@link #rows}. */
    public LossObjective sum() {
        return objective.reduce(objective.reduction().example(), BatchReduction.SUM);
    }

    /** The objective of one chunk's part of the divisor. Its inputs are those that {@link #counted} leaves. */
    public LossObjective count() {
        Loss counting = new RowCount(objective.loss(), objective.reduction().batch() == BatchReduction.WEIGHTED_MEAN);
        return new LossObjective(counting, sum().reduction(), objective.fixed());
    }

    /**
     * The inputs that the divisor depends on; none if it depends on the numbers of rows and examples alone.
     *
     * @param inputs values of any type (tensors, arrays, shapes) by role
     */
    public <V> Map<String, V> counted(Map<String, V> inputs) {
        boolean weighted = objective.reduction().batch() == BatchReduction.WEIGHTED_MEAN;
        boolean masked = objective.reduction().batch() == BatchReduction.MEAN && inputs.containsKey(Role.MASK);
        if (!weighted && !masked) {
            return Map.of();
        }
        Map<String, V> deciding = new LinkedHashMap<>(inputs);
        if (!weighted) {
            deciding.remove(Role.WEIGHTS);
        }
        return deciding;
    }

    /**
     * The divisor of the sum over all chunks; 1 if no row is left, so that the result is 0.
     *
     * @param prediction the shape of the whole batch's prediction, [N, …, C]
     * @param counted the sum of {@link #count} over the chunks; empty if {@link #counted} leaves no inputs
     */
    public double divisor(Shape prediction, OptionalDouble counted) {
        return switch (objective.reduction().batch()) {
            case NONE, SUM -> 1;
            case EXAMPLE_MEAN -> Math.max(1, prediction.extent(0));
            case MEAN, WEIGHTED_MEAN -> {
                double total = counted.orElse(prediction.without(-1).size());
                yield total == 0 ? 1 : total;
            }
        };
    }

    /**
     * Checks everything but the prediction, which need not exist.
     *
     * @param prediction its shape, [N, …, C]
     * @param others the other inputs by role
     * @throws IllegalArgumentException if a check fails; the message names loss, role, the given and the
     *     wanted input, and the likely fix
     */
    public void check(Shape prediction, Map<String, Tensor> others) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        shapes.put(predictionRole(), prediction);
        shapes.putAll(Inputs.of(others).shapes());
        objective.checkShapes(shapes);
        Optional<Tensor> mask =
                Optional.ofNullable(objective.lengthsAsMask(prediction, others).get(Role.MASK));
        for (InputRule rule : objective.rules(new Shapes(shapes))) {
            Tensor tensor = others.get(rule.role());
            if (tensor != null) {
                rule.check(tensor, mask);
            }
        }
    }

    /** The role of the prediction. */
    public String predictionRole() {
        return objective.loss().roles().get(0).name();
    }

    /** Whether the input of a role has numbers for each row, so that a chunk takes a slice of it; not so for class weights. */
    public boolean sliced(String role) {
        return objective.role(role).extent() != Role.ShapeRule.CLASSES;
    }

    /**
     * Reshapes checked inputs to rows: targets to [R] or [R, C], weights and masks to [R]; class weights stay as they are, and
     * lengths become a mask.
     *
     * @param prediction the prediction's shape, [N, …, C], of R rows
     * @param others the other inputs by role
     */
    public Map<String, Tensor> rows(Shape prediction, Map<String, Tensor> others) {
        Shape units = prediction.without(-1);
        Map<String, Tensor> rows = new LinkedHashMap<>();
        objective
                .lengthsAsMask(prediction, others)
                .forEach((role, tensor) -> rows.put(role, rows(role, tensor, units, prediction.extent(-1))));
        return rows;
    }

    private Tensor rows(String role, Tensor tensor, Shape units, int classes) {
        return switch (objective.role(role).extent()) {
            case CLASSES, FREE -> tensor;
            case FIRST, SAME -> tensor.reshape(Shape.of(units.size(), classes));
            case ROWS, EXAMPLES -> tensor.reshape(Shape.of(units.size()));
            case BATCH -> {
                Shape trimmed = tensor.shape().trimmed();
                yield tensor.reshape(trimmed.alignedLeft(units.rank()))
                        .expand(units)
                        .reshape(Shape.of(units.size()));
            }
        };
    }
}
