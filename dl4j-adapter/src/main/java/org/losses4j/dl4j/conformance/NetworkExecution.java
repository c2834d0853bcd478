package org.losses4j.dl4j.conformance;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.losses4j.BatchReduction;
import org.losses4j.LossObjective;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.conformance.Execution;
import org.losses4j.dl4j.ObjectiveLossLayer;
import org.losses4j.dl4j.ObjectiveVertex;
import org.losses4j.dl4j.internal.layer.LayerRoles;
import org.losses4j.dl4j.nd4j.ExecutionMode;
import org.losses4j.dl4j.nd4j.Nd4jExecution;
import org.losses4j.dl4j.nd4j.Nd4jTensor;
import org.losses4j.execution.Programs;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * Runs objectives in real Deeplearning4j networks, in float64: an {@link ObjectiveLossLayer}, or an {@link ObjectiveVertex}
 * for objectives of several inputs. The value is the network's score; gradients are what the network propagates back.
 *
 * <p>An unreduced value is put together from the scores of examples, or from scores with all units masked but one. A value
 * with a number for each class of a whole batch, which no network's score has, is computed by {@link Nd4jExecution}
 * instead.
 */
public final class NetworkExecution implements Execution {
    private final Programs programs = new Programs();

    @Override
    public String name() {
        return "dl4j";
    }

    @Override
    public Outcome run(Objective objective, Map<String, ReferenceTensor> inputs, List<String> gradients) {
        Map<String, Tensor> arrays = new LinkedHashMap<>(inputs);
        Objective fixed = fixClasses(objective, arrays);
        Shape units = units(fixed, arrays);
        if (isOfExamples(fixed)) {
            appendAxes((LossObjective) fixed, arrays);
        }
        int missing = prependAxes(fixed, arrays);
        Shape placed = units;
        for (int i = 0; i < missing; i++) {
            placed = placed.inserted(0, 1);
        }
        Objective reduced = summed(fixed);
        Set<String> trained = trained(fixed, arrays.keySet(), gradients);
        TrialNetwork network = trained.size() > 1 || needsVertex(reduced, arrays.keySet())
                ? new TrialGraph(reduced, arrays, trained)
                : new TrialLayer(reduced, arrays);
        Map<String, Tensor> byRole = new LinkedHashMap<>();
        for (String role : gradients) {
            Shape shape = Objects.requireNonNull(inputs.get(role), role).shape();
            byRole.put(role, Nd4jTensor.of(network.gradient(role)).reshape(shape));
        }
        boolean ofWholeBatch = units.rank() > 0
                && (isOfWholeBatch(fixed) || (coupled(fixed) && units.extent(0) != network.examples()));
        Tensor value = ofWholeBatch
                ? new Nd4jConformance(ExecutionMode.byDefault())
                        .run(objective, inputs, List.of())
                        .value()
                : value(fixed, placed, network).reshape(units);
        return new Outcome(value, byRole);
    }

    /** The objective with the weights of classes fixed in it, which is where a network has them. */
    private static Objective fixClasses(Objective objective, Map<String, Tensor> inputs) {
        if (!(objective instanceof LossObjective single)) {
            return objective;
        }
        LossObjective fixed = single;
        for (Role role : single.roles()) {
            Tensor values = inputs.get(role.name());
            if (role.extent() == Role.ShapeRule.CLASSES && !role.differentiable() && values != null) {
                fixed = fixed.fix(role.name(), values.toArray());
                inputs.remove(role.name());
            }
        }
        return fixed;
    }

    /** The shape of the value: a scalar, unless the batch is not reduced. */
    private Shape units(Objective objective, Map<String, Tensor> inputs) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        inputs.forEach((role, tensor) -> shapes.put(role, tensor.shape()));
        objective.checkShapes(shapes);
        return programs.value(objective, shapes).value().outputs().get(0).shape();
    }

    private static boolean coupled(Objective objective) {
        return objective instanceof LossObjective single && single.loss().coupled();
    }

    /** Whether the objective is a loss with numbers for the whole batch, such as one for each class. */
    private static boolean isOfWholeBatch(Objective objective) {
        return objective instanceof LossObjective single
                && single.loss().unitMask(ReferenceTensor.scalar(1)).isEmpty();
    }

    /** Whether the objective is a loss whose vectors are a number for each example. */
    private static boolean isOfExamples(Objective objective) {
        return objective instanceof LossObjective single
                && !single.loss().pointwise()
                && single.loss().classAxis().isEmpty();
    }

    /** Makes columns [N, 1] of vectors [N], because layers take [N, C]. */
    private static void appendAxes(LossObjective objective, Map<String, Tensor> inputs) {
        for (Role role : objective.loss().roles()) {
            inputs.computeIfPresent(
                    role.name(),
                    (name, tensor) -> role.extent() != Role.ShapeRule.EXAMPLES
                                    && tensor.shape().rank() == 1
                            ? tensor.unsqueeze(1)
                            : tensor);
        }
    }

    /** Puts axes of extent 1 in front, because layers take [N, C]: a vector is the features of one example. Gives their number. */
    private static int prependAxes(Objective objective, Map<String, Tensor> inputs) {
        Tensor first = inputs.get(objective.roles().get(0).name());
        int missing = first == null ? 0 : Math.max(0, 2 - first.shape().rank());
        inputs.replaceAll((role, tensor) -> {
            Shape shape = tensor.shape();
            for (int i = 0; i < missing; i++) {
                shape = shape.inserted(0, 1);
            }
            return tensor.reshape(shape);
        });
        return missing;
    }

    /** The objective as a sum over the batch if it is unreduced: its value is then put together from sums over single units. */
    private static Objective summed(Objective objective) {
        return objective instanceof LossObjective single && single.reduction().batch() == BatchReduction.NONE
                ? single.reduce(single.reduction().example(), BatchReduction.SUM)
                : objective;
    }

    /** The roles of inputs that come from layers: those that networks are trained through, and those with a gradient asked for. */
    private static Set<String> trained(Objective objective, Set<String> given, List<String> gradients) {
        Set<String> trained = new LinkedHashSet<>(gradients);
        objective.roles().stream()
                .filter(role -> role.differentiable() && given.contains(role.name()))
                .forEach(role -> trained.add(role.name()));
        return trained;
    }

    /** Whether the inputs need a vertex: a layer has one mask, and for sequences that mask tells the lengths. */
    private static boolean needsVertex(Objective objective, Set<String> given) {
        boolean sequences = LayerRoles.takesLengths(objective);
        boolean weights = given.contains(Role.WEIGHTS);
        boolean mask = given.contains(Role.MASK);
        return (weights && mask) || (sequences && (weights || mask)) || given.contains(Role.VALID_LENGTHS);
    }

    private static Tensor value(Objective objective, Shape units, TrialNetwork network) {
        boolean unreduced =
                objective instanceof LossObjective single && single.reduction().batch() == BatchReduction.NONE;
        if (!unreduced) {
            return ReferenceTensor.of(new double[] {network.score()}, units.toArray());
        }
        double[] values = new double[units.size()];
        if (units.rank() <= 1 && network.examples() == values.length) {
            // The score is the mean of the examples' scores, so each of these is its share of the score times the
            // number of examples.
            double[] scores = network.scoresOfExamples();
            for (int i = 0; i < values.length; i++) {
                values[i] = scores[i] / scores.length;
            }
        } else {
            for (int i = 0; i < values.length; i++) {
                values[i] = network.scoreOfUnit(units, i);
            }
        }
        return ReferenceTensor.of(values, units.toArray());
    }
}
