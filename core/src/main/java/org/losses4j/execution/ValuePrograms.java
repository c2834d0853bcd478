package org.losses4j.execution;

import java.util.ArrayList;
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
 * Checks the values of large inputs by the engine, as fast as memory is read: a check of one value after the other would take
 * longer than most losses. Safe for several threads.
 */
final class ValuePrograms {
    /** Fewer values are checked one by one in less time than a program takes to start. */
    static final int WORTH_A_PROGRAM = 4096;

    private static final int CAPACITY = 64;
    private static final String VALUES = "values";

    private final Engine engine;
    private final BoundedCache<Key, Optional<Look>> known = new BoundedCache<>(CAPACITY);

    ValuePrograms(Engine engine) {
        this.engine = engine;
    }

    private record Key(AllowedValues allowed, Precision precision, Layout layout) {}

    /** A check of all values of an input. */
    interface Look {
        /**
         * Whether all values are certainly allowed. False also if NaN is among them; it may be false if a whole number is
         * beyond 2²¹ in float32, or 2⁵⁰ in float64.
         */
        boolean passes(Elements elements);
    }

    /** A check by one program. */
    private record Whole(FusedProgram program, Precision precision) implements Look {
        @Override
        public boolean passes(Elements elements) {
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

    /** A check of the values from one on. */
    private record Part(int from, Look look) {}

    /** A check of one part of the values after the other. */
    private record Parts(List<Part> parts) implements Look {
        @Override
        public boolean passes(Elements elements) {
            for (Part part : parts) {
                if (!part.look().passes(elements.from(part.from()))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The check of inputs of a layout; empty if one by one is as fast, or the precision cannot express the rule exactly. */
    Optional<Look> of(AllowedValues allowed, Precision precision, Layout layout) {
        int size = layout.shape().size();
        if (size < WORTH_A_PROGRAM || !exact(allowed, precision)) {
            return Optional.empty();
        }
        return isRun(layout)
                ? parts(allowed, precision, layout.storage(), size)
                : whole(new Key(allowed, precision, layout));
    }

    /** Whether the elements lie one behind the other, in whatever order. */
    private static boolean isRun(Layout layout) {
        int length = 1;
        int extent = extentAt(layout, length);
        while (extent > 1) {
            length *= extent;
            extent = extentAt(layout, length);
        }
        return length == layout.shape().size();
    }

    /** The extent above 1 of an axis whose neighbours are {@code stride} elements apart; 1 if there is none. */
    private static int extentAt(Layout layout, int stride) {
        for (int axis = 0; axis < layout.shape().rank(); axis++) {
            if (layout.strides().get(axis) == stride && layout.shape().extent(axis) > 1) {
                return layout.shape().extent(axis);
            }
        }
        return 1;
    }

    /** The check of a run of values by programs for powers of two, so that other sizes need no others. */
    private Optional<Look> parts(AllowedValues allowed, Precision precision, Layout.Storage storage, int size) {
        List<Part> parts = new ArrayList<>();
        for (int from = 0; from < size; ) {
            // Less than the smallest program takes: that one, also over values before them.
            int length = Math.max(WORTH_A_PROGRAM, Integer.highestOneBit(size - from));
            int start = Math.min(from, size - length);
            Layout run = Layout.rowMajor(Shape.of(length)).in(storage);
            Optional<Look> look = whole(new Key(allowed, precision, run));
            if (look.isEmpty()) {
                return look;
            }
            parts.add(new Part(start, look.get()));
            from = start + length;
        }
        return Optional.of(new Parts(parts));
    }

    private Optional<Look> whole(Key key) {
        return known.get(key, this::compile);
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
                ? Optional.of(new Whole(taken.program(), key.precision()))
                : Optional.empty();
    }

    /** The number of values that are not allowed, or NaN, or whole but beyond the range of {@link #rounded}. */
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

    /** Rounds numbers up to {@link #unit}/4 to whole ones: a sum so large that its last bit is worth 1 is rounded to ones. */
    private static Tensor rounded(Tensor values, Precision precision) {
        double shift = 1.5 * unit(precision);
        return values.add(shift).sub(shift);
    }

    /** The least number from which on all floating-point numbers of the precision are whole. */
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
