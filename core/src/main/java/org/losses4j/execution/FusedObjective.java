package org.losses4j.execution;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.losses4j.engine.FusedProgram;
import org.losses4j.engine.memory.Elements;
import org.losses4j.engine.memory.Precision;
import org.losses4j.tensor.Shape;

/** An objective that the fused engine has compiled for inputs of given memory layouts. Safe for several threads. */
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
     * @throws IllegalStateException if only gradients are computed
     */
    public Shape valueShape() {
        if (value == null) {
            throw new IllegalStateException("Only gradients are computed here");
        }
        return value;
    }

    /**
     * Checks the inputs' values, and computes the value and the gradients that the objective was prepared for.
     *
     * @param inputs the inputs in the order of their layouts in {@link FusedObjectives#prepare}; no reference is kept
     * @param gradients memory that the gradients are written to, in the order of their layouts; must not overlap the inputs
     * @return the value, a single number unless the batch is not reduced; empty if only gradients are computed
     * @throws IllegalArgumentException if a value is not allowed; the message names loss, role, the given and the
     *     wanted input, and the likely fix
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
