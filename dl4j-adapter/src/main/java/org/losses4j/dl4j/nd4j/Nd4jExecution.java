package org.losses4j.dl4j.nd4j;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.losses4j.Objective;
import org.losses4j.dl4j.internal.array.Nd4jShapes;
import org.losses4j.engine.Engine;
import org.losses4j.execution.Computation;
import org.losses4j.execution.Programs;
import org.losses4j.tensor.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Computes objectives on ND4J arrays, and is the one place that decides how: see {@link ExecutionMode}.
 *
 * <p>The computation is in DOUBLE if the first input is, else in FLOAT; each gradient has the type of its input. Inputs are
 * neither changed nor kept, and no result shares memory with them. Safe for several threads.
 */
public final class Nd4jExecution {
    private final Programs programs;
    private final ExecutionMode mode;
    private final ArrayExecution arrays;
    private final FusedExecution engine;

    /** An execution in the {@linkplain ExecutionMode#byDefault default} mode. */
    public Nd4jExecution() {
        this(ExecutionMode.byDefault());
    }

    /** An execution in a mode, on an engine of its own. */
    public Nd4jExecution(ExecutionMode mode) {
        this(mode, new Engine());
    }

    /** An execution in a mode, on an engine that others may use too. */
    public Nd4jExecution(ExecutionMode mode, Engine engine) {
        this(mode, engine, new Programs());
    }

    private Nd4jExecution(ExecutionMode mode, Engine engine, Programs programs) {
        this(mode, programs, new FusedExecution(programs, engine));
    }

    Nd4jExecution(ExecutionMode mode, Programs programs, FusedExecution engine) {
        this.programs = programs;
        this.mode = mode;
        this.arrays = new ArrayExecution(programs);
        this.engine = engine;
    }

    /**
     * A value and its gradients.
     *
     * @param value a scalar, or the units' values where the batch is not reduced
     * @param gradients the gradients of the value's sum, by role
     */
    public record Result(INDArray value, Map<String, INDArray> gradients) {}

    /**
     * The value of an objective that reduces the batch, and gradients of a multiple of it.
     *
     * @param gradients by role
     */
    public record Step(double value, Map<String, INDArray> gradients) {}

    /**
     * Checks the inputs and computes.
     *
     * @param inputs by role; any order, strides and type
     * @param gradients the roles that the gradient of the value's sum is wanted by
     * @throws IllegalArgumentException naming loss, role, got, wanted and the likely fix
     */
    public Result compute(Objective objective, Map<String, INDArray> inputs, List<String> gradients) {
        CallSignature call = new CallSignature(objective, Computation.VALUE_AND_GRADIENTS, inputs, gradients, 1);
        Optional<Run> run = run(call, inputs);
        if (run.isPresent()) {
            return new Result(run.get().value(), run.get().outcome().gradients());
        }
        List<INDArray> results = arrays.compute(call, inputs);
        return new Result(results.get(0), byRole(gradients, results.subList(1, results.size())));
    }

    /**
     * What a training step wants of an objective that reduces the batch.
     *
     * @param inputs by role; any order, strides and type
     * @param gradients the roles that gradients are wanted by
     * @param factor what the gradients are multiplied by; updaters divide by the number of examples, and want it here
     * @throws IllegalArgumentException naming loss, role, got, wanted and the likely fix
     */
    public Step step(Objective objective, Map<String, INDArray> inputs, List<String> gradients, double factor) {
        CallSignature call = new CallSignature(objective, Computation.VALUE_AND_GRADIENTS, inputs, gradients, factor);
        Optional<Run> run = run(call, inputs);
        if (run.isPresent()) {
            ArrayProgram.Outcome outcome = run.get().outcome();
            return new Step(outcome.value()[0], outcome.gradients());
        }
        List<INDArray> results = arrays.compute(call, inputs);
        return new Step(results.get(0).getDouble(0), byRole(gradients, results.subList(1, results.size())));
    }

    /**
     * Prepares an objective in the background for a training that is expected to begin. No result depends on it.
     *
     * @param gradients the roles that gradients are wanted by
     * @param sequences whether labels may be [N, C, T] as well as [N, C]
     */
    public void expect(Objective objective, Collection<String> gradients, boolean sequences) {
        if (mode != ExecutionMode.OPERATIONS) {
            engine.expect(objective, gradients, sequences);
        }
    }

    /** The mode in which {@link #compute} computes for inputs like these. */
    public ExecutionMode executionMode(Objective objective, Map<String, INDArray> inputs, List<String> gradients) {
        CallSignature call = new CallSignature(objective, Computation.VALUE_AND_GRADIENTS, inputs, gradients, 1);
        boolean fused =
                mode != ExecutionMode.OPERATIONS && engine.find(call, inputs).isPresent();
        return fused ? ExecutionMode.FUSED : ExecutionMode.OPERATIONS;
    }

    /**
     * The value alone, of an objective that reduces the batch.
     *
     * @throws IllegalArgumentException naming loss, role, got, wanted and the likely fix
     */
    public double value(Objective objective, Map<String, INDArray> inputs) {
        CallSignature call = new CallSignature(objective, Computation.VALUE, inputs, List.of(), 1);
        Optional<Run> run = run(call, inputs);
        return run.isPresent()
                ? run.get().outcome().value()[0]
                : arrays.compute(call, inputs).get(0).getDouble(0);
    }

    /**
     * The gradients alone, by role.
     *
     * @param gradients the roles that they are wanted by
     * @param factor what they are multiplied by
     * @throws IllegalArgumentException naming loss, role, got, wanted and the likely fix
     */
    public Map<String, INDArray> gradients(
            Objective objective, Map<String, INDArray> inputs, List<String> gradients, double factor) {
        CallSignature call = new CallSignature(objective, Computation.GRADIENTS, inputs, gradients, factor);
        Optional<Run> run = run(call, inputs);
        return run.isPresent() ? run.get().outcome().gradients() : byRole(gradients, arrays.compute(call, inputs));
    }

    /**
     * Each example's share of the objective's value, [N], as {@link Objective#perExample} scales it.
     *
     * @throws IllegalArgumentException naming loss, role, got, wanted and the likely fix
     */
    public INDArray perExample(Objective objective, Map<String, INDArray> inputs) {
        CallSignature call = new CallSignature(objective, Computation.PER_EXAMPLE, inputs, List.of(), 1);
        Optional<Run> run = run(call, inputs);
        return run.isPresent()
                ? run.get().value()
                : arrays.compute(call, inputs).get(0);
    }

    /**
     * The scores of examples, [N, 1]: their mean is the objective's value, whatever its reduction. Where a loss makes one
     * number of the whole batch, every example's score is that number.
     *
     * @throws IllegalArgumentException naming loss, role, got, wanted and the likely fix
     */
    public INDArray scores(Objective objective, Map<String, INDArray> inputs, long examples) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        inputs.forEach((role, array) -> shapes.put(role, Nd4jShapes.of(array)));
        INDArray shares = perExample(MeanShares.of(objective, programs, shapes), inputs);
        return shares.length() == examples
                ? shares.reshape('c', examples, 1)
                : Nd4j.valueArrayOf(
                        new long[] {examples, 1}, shares.meanNumber().doubleValue(), shares.dataType());
    }

    /** A program and the outcome of its run. */
    private record Run(ArrayProgram program, ArrayProgram.Outcome outcome) {
        INDArray value() {
            return Nd4j.create(outcome.value(), Nd4jShapes.toArray(program.valueShape()), program.type());
        }
    }

    /**
     * Computes on the engine; empty if the engine does not take the inputs, or fails: a training must not end because of
     * how an objective is computed.
     */
    private Optional<Run> run(CallSignature call, Map<String, INDArray> inputs) {
        if (mode == ExecutionMode.OPERATIONS) {
            return Optional.empty();
        }
        Optional<ArrayProgram> program = engine.find(call, inputs);
        if (program.isEmpty()) {
            if (mode == ExecutionMode.FUSED) {
                engine.tellThatItCannotServe(call);
            }
            return Optional.empty();
        }
        try {
            return Optional.of(new Run(program.get(), engine.run(program.get(), inputs)));
        } catch (RuntimeException | LinkageError fault) {
            // Errors of the machine, such as no memory and no stack left, are not the engine's to hide.
            // What is wrong with the inputs is their owner's to know.
            arrays.check(call.objective(), inputs);
            engine.giveUp(call, fault);
            return Optional.empty();
        }
    }

    private static Map<String, INDArray> byRole(List<String> gradients, List<INDArray> results) {
        Map<String, INDArray> byRole = new LinkedHashMap<>();
        for (int i = 0; i < gradients.size(); i++) {
            byRole.put(gradients.get(i), results.get(i));
        }
        return byRole;
    }
}
