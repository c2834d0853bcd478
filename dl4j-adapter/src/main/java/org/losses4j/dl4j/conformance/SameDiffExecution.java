package org.losses4j.dl4j.conformance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.losses4j.BatchReduction;
import org.losses4j.Checks;
import org.losses4j.CompositeObjective;
import org.losses4j.Inputs;
import org.losses4j.LossObjective;
import org.losses4j.Objective;
import org.losses4j.Role;
import org.losses4j.conformance.Execution;
import org.losses4j.dl4j.internal.array.Nd4jShapes;
import org.losses4j.dl4j.nd4j.Nd4jTensor;
import org.losses4j.dl4j.samediff.SameDiffObjective;
import org.losses4j.execution.Programs;
import org.losses4j.graph.Graph;
import org.losses4j.graph.HostOp;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Runs objectives as operations of SameDiff, in float64: the value is the loss variable, gradients are those that SameDiff
 * derives. The batch size of the graph is open, unless the first axis is not that of a batch.
 */
public final class SameDiffExecution implements Execution {
    private final Programs programs = Programs.asFormulas(16);

    @Override
    public String name() {
        return "samediff";
    }

    @Override
    public Outcome run(Objective objective, Map<String, ReferenceTensor> inputs, List<String> gradients) {
        Inputs given = Inputs.of(inputs);
        Checks.check(objective, given);
        requireOperations(objective, given);
        SameDiff sd = SameDiff.create();
        SDVariable one = sd.var("one", Nd4j.scalar(DataType.DOUBLE, 1));
        Map<String, SDVariable> variables = new LinkedHashMap<>();
        Map<String, INDArray> arrays = new LinkedHashMap<>();
        Shape first = given.get(objective.roles().get(0).name()).shape();
        // An input of a fixed number of examples, which others are part of, leaves no batch size open.
        boolean fixed = objective.roles().stream()
                .anyMatch(role -> role.extent() == Role.ShapeRule.FREE && inputs.containsKey(role.name()));
        inputs.forEach((role, tensor) -> {
            long[] shape = fixed ? Nd4jShapes.toArray(tensor.shape()) : shape(objective, role, tensor.shape(), first);
            SDVariable placeholder = sd.placeHolder(role, DataType.DOUBLE, shape);
            // SameDiff gives gradients to what is computed from a variable.
            variables.put(role, gradients.contains(role) ? placeholder.mul(one) : placeholder);
            arrays.put(role, Nd4jConformance.toArray(tensor));
        });
        boolean alone = isCoupled(objective);
        SDVariable value = alone
                ? SameDiffObjective.of(objective).value(sd, "value", variables)
                : SameDiffObjective.of(objective).loss(sd, "loss", variables);
        INDArray computed = sd.outputSingle(arrays, value.name());
        Map<String, Tensor> byRole = new LinkedHashMap<>();
        if (!gradients.isEmpty()) {
            SDVariable loss = alone ? SameDiffObjective.of(summed(objective)).loss(sd, "loss", variables) : value;
            sd.setLossVariables(alone || computed.rank() == 0 ? loss : loss.sum());
            sd.createGradFunction(gradients.toArray(String[]::new));
            sd.calculateGradients(arrays, gradients)
                    .forEach((role, gradient) -> byRole.put(role, Nd4jTensor.of(gradient)));
        }
        return new Outcome(Nd4jTensor.of(computed), byRole);
    }

    private void requireOperations(Objective objective, Inputs inputs) {
        Graph graph = programs.value(objective, inputs.shapes()).value();
        if (graph.nodes().stream().anyMatch(node -> node.op() instanceof HostOp)) {
            throw new UnsupportedOperationException(objective.name() + " runs on the host");
        }
        if (objective instanceof CompositeObjective
                && graph.outputs().get(0).shape().rank() > 0) {
            throw new UnsupportedOperationException("SameDiff gets no gradients of an unreduced sum of objectives");
        }
    }

    /**
     * Whether the units of an unreduced value depend on each other, or on what is trained for all of them: SameDiff then gets the
     * gradients of their sum.
     */
    private static boolean isCoupled(Objective objective) {
        return objective instanceof LossObjective single
                && (single.loss().coupled()
                        || single.loss().roles().stream()
                                .anyMatch(role -> role.differentiable() && role.extent() == Role.ShapeRule.CLASSES))
                && single.reduction().batch() == BatchReduction.NONE;
    }

    private static Objective summed(Objective objective) {
        LossObjective single = (LossObjective) objective;
        return single.reduce(single.reduction().example(), BatchReduction.SUM);
    }

    private static long[] shape(Objective objective, String role, Shape shape, Shape first) {
        long[] extents = Nd4jShapes.toArray(shape);
        boolean batched = first.rank() > 1
                && first.extent(0) > 1
                && shape.rank() > 0
                && shape.extent(0) == first.extent(0)
                && objective.roles().stream()
                        .anyMatch(known ->
                                known.name().equals(role) && known.extent().isOfExamples());
        if (batched && !hasClassesFirst(objective, first)) {
            extents[0] = -1;
        }
        return extents;
    }

    private static boolean hasClassesFirst(Objective objective, Shape first) {
        return objective instanceof LossObjective single
                && single.loss().classAxis().isPresent()
                && first.axis(single.loss().classAxis().getAsInt()) == 0;
    }
}
