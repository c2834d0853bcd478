package org.losses4j.dl4j.samediff;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.losses4j.Loss;
import org.losses4j.LossObjective;
import org.losses4j.Objective;
import org.losses4j.execution.CarriedAxes;
import org.losses4j.tensor.Shape;
import org.nd4j.autodiff.samediff.NameScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Adds an objective to a SameDiff graph, as operations of ND4J's own: the graph is trained by {@code sd.fit}, and a saved
 * graph can be loaded where Losses4J is not.
 *
 * <pre>{@code
 * SDVariable loss = SameDiffObjective.of(Losses.softmaxCrossEntropy())
 *         .loss(sd, "loss", Map.of("prediction", logits, "target", labels));
 * }</pre>
 *
 * <p>The operations compute the value and Losses4J's own gradients. SameDiff's differentiation does not go through the
 * formula: it reaches a product of each input and its gradient, whose value is taken out of the loss again. So neither the
 * operations that SameDiff cannot differentiate matter, nor those that it differentiates wrongly. A loss computes its gradients
 * even if only its value is asked for.
 *
 * <p>Where an input is infinite or NaN, its gradient is 0; where a gradient would be infinite, it is NaN. A graph with an open batch
 * size follows the rule of most sizes: {@code vicreg} of a single example, whose variance is 0 elsewhere, is NaN. The graph does not check the values of its inputs, such as class
 * indices outside the classes: {@link org.losses4j.dl4j.nd4j.Nd4jExecution} does, for the same arrays.
 */
public final class SameDiffObjective {
    private final Objective objective;
    private final Map<String, long[]> shapes;

    private SameDiffObjective(Objective objective, Map<String, long[]> shapes) {
        this.objective = objective;
        this.shapes = shapes;
    }

    /** An objective to add to graphs. */
    public static SameDiffObjective of(Objective objective) {
        return new SameDiffObjective(objective, Map.of());
    }

    /** The objective of a loss with the default reductions. */
    public static SameDiffObjective of(Loss loss) {
        return of(Objective.of(loss));
    }

    /**
     * The same with a shape for an input, which is then not looked for. SameDiff does not know the shapes of what it computes, so
     * that {@link #loss} otherwise finds them by computing the inputs once, or a few times if the batch size is open, from zeros
     * in the placeholders.
     *
     * @param role a role's name or alias
     * @param shape the extents; the first may be −1, an open batch size
     */
    public SameDiffObjective shape(String role, long... shape) {
        Map<String, long[]> more = new LinkedHashMap<>(shapes);
        more.put(role, shape.clone());
        return new SameDiffObjective(objective, more);
    }

    /**
     * Adds the objective to a graph, and marks it as a loss variable of the graph if it is a scalar.
     *
     * <p>Shapes are checked before anything is added. A batch size that is open, −1 in a placeholder, stays open, and is the same
     * for all inputs whose first extent is open.
     *
     * @param name the name of the new variable, and the scope of the names of all operations
     * @param inputs the inputs by their roles' names or aliases, of any type: the loss is computed in DOUBLE if an input that is
     *     trained through is, else in FLOAT
     * @return the value: a scalar, or the units' values where the batch is not reduced
     * @throws IllegalArgumentException if an input is missing, unknown, of another graph or of a shape that does not fit; if a
     *     shape is not known; if the name is taken; if the formula runs on the host, as that of {@code ctc} does; if the formula
     *     depends on an open batch size in a way that operations cannot follow; or if the batch is not reduced, unless the
     *     objective is a single loss whose units do not depend on each other
     */
    public SDVariable loss(SameDiff sd, String name, Map<String, SDVariable> inputs) {
        return add(sd, name, inputs, true);
    }

    /**
     * Adds the value of the objective alone, in which no gradients are computed and through which nothing is trained, such as for
     * an evaluation; else as {@link #loss}.
     *
     * @param name the name of the new variable, and the scope of the names of all operations
     * @param inputs the inputs by their roles' names or aliases
     * @return the value: a scalar, or the units' values where the batch is not reduced
     * @throws IllegalArgumentException as {@link #loss} does, but not for unreduced values
     */
    public SDVariable value(SameDiff sd, String name, Map<String, SDVariable> inputs) {
        return add(sd, name, inputs, false);
    }

    private SDVariable add(SameDiff sd, String name, Map<String, SDVariable> inputs, boolean trained) {
        Map<String, SDVariable> given = objective.byRole(inputs);
        requireOwn(sd, name, given);
        List<String> carried = given.entrySet().stream()
                .filter(input -> trained && isCarried(sd, input.getKey(), input.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        SampledShapes sampled = InputShapes.find(sd, objective.name(), given, declared(given));
        checkShapes(sampled);
        RecordedSamples recorded = record(sampled, carried);
        List<int[]> axes = axes(sampled, recorded, carried);
        DataType type = type(given, carried);
        SDVariable value;
        SDVariable carrying = null;
        try (NameScope scope = sd.withNameScope(name)) {
            BatchSize batch = sampled.batch(sd, given);
            GraphOps ops = new GraphOps(sd, batch);
            Map<String, Operand> operands = new LinkedHashMap<>();
            given.forEach((role, variable) ->
                    operands.put(role, ops.operand(batch.enforce(variable, sampled.shapes(role)), type)));
            List<SDVariable> results = new GraphWriter(sd, type, recorded, batch, operands, ops).write();
            value = results.get(0);
            for (Map.Entry<String, Operand> operand : operands.entrySet()) {
                int index = carried.indexOf(operand.getKey());
                if (index >= 0) {
                    SDVariable zeros = ops.carry(
                            operand.getValue(),
                            results.get(index + 1),
                            sampled.shapes(operand.getKey()),
                            axes.get(index));
                    carrying = carrying == null ? zeros : carrying.add(zeros);
                }
            }
        }
        SDVariable result = carrying == null ? sd.identity(name, value) : value.add(name, carrying);
        if (trained && recorded.graph().outputs().get(0).shape().rank() == 0) {
            result.markAsLoss();
        }
        return result;
    }

    private List<int[]> axes(SampledShapes sampled, RecordedSamples recorded, List<String> carried) {
        Shape value = recorded.graph().outputs().get(0).shape();
        return CarriedAxes.of(objective, sampled.samples().get(0), value, carried)
                .orElseThrow(() -> new IllegalArgumentException(objective.name()
                        + ": the gradients of an unreduced value can be handed to SameDiff only for a single loss whose units do"
                        + " not depend on each other; reduce the batch, or add the value alone by value(…)"));
    }

    /** Records the formula, and refuses what a graph cannot hold. */
    private RecordedSamples record(SampledShapes sampled, List<String> carried) {
        try {
            return RecordedSamples.of(objective, sampled, carried);
        } catch (UnknownBatchException e) {
            throw new IllegalArgumentException(
                    objective.name() + ": the batch size of this formula cannot be open, because " + e.getMessage()
                            + "; give the inputs' whole shapes, without −1, by shape(role, …)",
                    e);
        }
    }

    private void checkShapes(SampledShapes sampled) {
        try {
            sampled.samples().forEach(objective::checkShapes);
        } catch (IllegalArgumentException e) {
            String open = sampled.samples().size() == 1
                    ? ""
                    : "; the batch size of the graph is open, and " + (long) sampled.sizes()[0] + " was tried for it";
            throw new IllegalArgumentException(
                    e.getMessage() + open + " (to SameDiff, a placeholder that is made without a shape is a scalar)",
                    e);
        }
    }

    private void requireOwn(SameDiff sd, String name, Map<String, SDVariable> given) {
        if (name.isBlank()) {
            throw new IllegalArgumentException(
                    objective.name() + ": the loss needs a name in the graph, such as \"loss\"");
        }
        if (sd.hasVariable(name)) {
            throw new IllegalArgumentException(
                    objective.name() + ": the graph has a variable '" + name + "' already; give the loss another name");
        }
        given.forEach((role, variable) -> {
            if (variable.getSameDiff() != sd) {
                throw new IllegalArgumentException(objective.name() + ": the input '" + role + "' is the variable '"
                        + variable.name() + "' of another graph than that of the loss");
            }
        });
    }

    /** The shapes that were given, by the roles' own names; shapes of inputs that are not there are ignored. */
    private Map<String, long[]> declared(Map<String, SDVariable> given) {
        Map<String, long[]> declared = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> declared.put(role(name), shape));
        declared.keySet().retainAll(given.keySet());
        return declared;
    }

    private String role(String name) {
        return objective instanceof LossObjective single ? single.role(name).name() : name;
    }

    /** Whether an input gets a gradient: where the loss is meant to be trained through it, or something is trained behind it. */
    private boolean isCarried(SameDiff sd, String role, SDVariable variable) {
        boolean trainedThrough =
                objective.roles().stream().anyMatch(known -> known.name().equals(role) && known.differentiable());
        return variable.dataType().isFPType() && (trainedThrough || Ancestors.isTrained(sd, variable));
    }

    private static DataType type(Map<String, SDVariable> given, List<String> carried) {
        boolean precise = given.entrySet().stream()
                .anyMatch(input -> input.getValue().dataType() == DataType.DOUBLE
                        && (carried.isEmpty() || carried.contains(input.getKey())));
        return precise ? DataType.DOUBLE : DataType.FLOAT;
    }
}
