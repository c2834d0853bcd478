package org.losses4j.execution;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.losses4j.engine.FusedProgram;
import org.losses4j.engine.memory.Elements;
import org.losses4j.engine.memory.Precision;
import org.losses4j.tensor.Shape;

/** An objective, compiled for inputs of given layouts. Safe for several threads. */
public final class FusedObjective {
    private final FusedProgram program;
    private final Precision precision;
    private final MemoryChecks checks;
    private final int[] read;
    private final @Nullable Shape value;

    FusedObjective(
            FusedProgram program, Precision precision, MemoryChecks checks, List<String> roles, @Nullable Shape value) {
        this.program = program;
        this.precision = precision;
        this.checks = checks;
        this.read = program.roles().stream().mapToInt(roles::indexOf).toArray();
        this.value = value;
    }

    /**
     * The shape of the value.
     *
     * @throws IllegalStateException if the value is not wanted
     */
    public Shape valueShape() {
        if (value == null) {
            throw new IllegalStateException("Only gradients are computed here");
        }
        return value;
    }

    /**
     * Checks the inputs' values and computes.
     *
     * @param inputs in the order of the layouts that this was prepared for; nothing is kept of them
     * @param gradients where the gradients go, in their order; may not overlap with the inputs
     * @return the value, a single number unless the batch is not reduced; empty if it is not wanted
     * @throws IllegalArgumentException naming loss, role, got, wanted and the likely fix if a value is not allowed
     */
    public double[] run(List<Elements> inputs, List<Elements> gradients) {
        checks.check(inputs);
        if (value == null) {
            compute(inputs, gradients);
            return new double[0];
        }
        double[] doubles = new double[value.size()];
        float[] floats = new float[precision == Precision.FLOAT32 ? doubles.length : 0];
        List<Elements> outputs = new ArrayList<>(gradients.size() + 1);
        outputs.add(precision == Precision.FLOAT32 ? Elements.of(floats, 0) : Elements.of(doubles, 0));
        outputs.addAll(gradients);
        compute(inputs, outputs);
        for (int i = 0; i < floats.length; i++) {
            doubles[i] = floats[i];
        }
        return doubles;
    }

    private void compute(List<Elements> inputs, List<Elements> outputs) {
        List<Elements> given = new ArrayList<>(read.length);
        for (int number : read) {
            given.add(inputs.get(number));
        }
        program.run(given, outputs);
    }
}
