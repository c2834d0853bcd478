package org.losses4j.execution;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.losses4j.AllowedValues;
import org.losses4j.cache.BoundedCache;
import org.losses4j.engine.Compilation;
import org.losses4j.engine.Engine;
import org.losses4j.engine.FusedProgram;
import org.losses4j.engine.memory.Elements;
import org.losses4j.engine.memory.Layout;
import org.losses4j.engine.memory.Precision;
import org.losses4j.graph.Program;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * Looks at the values of large inputs by the engine, as fast as memory is read: one by one they would take longer than
 * most losses. Safe for several threads.
 */
final class ValuePrograms {
    // Fewer are looked at one by one sooner than a program has started.
    private static final int WORTH_A_PROGRAM = 4096;
    private static final int CAPACITY = 64;
    private static final String VALUES = "values";

    private final Engine engine;
    private final BoundedCache<Key, Optional<Look>> known = new BoundedCache<>(CAPACITY);

    ValuePrograms(Engine engine) {
        this.engine = engine;
    }

    private record Key(AllowedValues allowed, Precision precision, Layout layout) {}

    /** A look at the values of an input. */
    record Look(FusedProgram program, Precision precision) {

        /** Whether all are allowed for sure; false also where NaN, or a whole number beyond 2²¹, is among them. */
        boolean passes(Elements elements) {
            if (precision == Precision.FLOAT64) {
                double[] suspects = new double[1];
                program.run(List.of(elements), List.of(Elements.of(suspects, 0)));
                return suspects[0] == 0;
            }
            float[] suspects = new float[1];
            program.run(List.of(elements), List.of(Elements.of(suspects, 0)));
            return suspects[0] == 0;
        }
    }

    /** A look at inputs that lie so; empty where one by one is as fast, or the rule cannot be told exactly. */
    Optional<Look> of(AllowedValues allowed, Precision precision, Layout layout) {
        if (layout.shape().size() < WORTH_A_PROGRAM || !exact(allowed, precision)) {
            return Optional.empty();
        }
        return known.get(new Key(allowed, precision, layout), this::compile);
    }

    private Optional<Look> compile(Key key) {
        Program program = Program.record(
                Map.of(VALUES, key.layout().shape()),
                inputs -> suspects(Objects.requireNonNull(inputs.get(VALUES)), key.allowed(), key.precision()));
        Compilation compilation = engine.compile(
                program.value(),
                key.precision(),
                Map.of(VALUES, key.layout()),
                List.of(Layout.rowMajor(Shape.scalar())));
        return compilation instanceof Compilation.Compiled taken
                ? Optional.of(new Look(taken.program(), key.precision()))
                : Optional.empty();
    }

    /** How many values are not allowed, or NaN, or whole but beyond the reach of {@link #rounded}. */
    private static Tensor suspects(Tensor values, AllowedValues allowed, Precision precision) {
        Tensor fine = values.greater(allowed.high())
                .add(values.less(allowed.low()))
                .equal(0)
                .mul(values.equal(allowed.whole() ? rounded(values, precision) : values));
        if (allowed.exception() != null) {
            fine = fine.maximum(values.equal(allowed.exception()));
        }
        return fine.complement().sum();
    }

    /** Whole numbers, for numbers up to {@link #unit}/4: where units are the last bit, a sum is rounded to units. */
    private static Tensor rounded(Tensor values, Precision precision) {
        double shift = 1.5 * unit(precision);
        return values.add(shift).sub(shift);
    }

    /** The least number from which on all numbers are whole. */
    private static double unit(Precision precision) {
        return precision == Precision.FLOAT32 ? 0x1p23 : 0x1p52;
    }

    private static boolean exact(AllowedValues allowed, Precision precision) {
        boolean limits = holds(allowed.low(), precision)
                && holds(allowed.high(), precision)
                && (allowed.exception() == null || holds(allowed.exception(), precision));
        // Far below zero, sums have halves again.
        return limits && (!allowed.whole() || allowed.low() >= -unit(precision) / 4);
    }

    private static boolean holds(double number, Precision precision) {
        return precision == Precision.FLOAT64 || (float) number == number;
    }
}
