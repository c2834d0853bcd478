package org.losses4j.execution;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.losses4j.Inputs;
import org.losses4j.Objective;
import org.losses4j.cache.BoundedCache;
import org.losses4j.graph.Graph;
import org.losses4j.graph.Program;
import org.losses4j.tensor.Shape;
import org.losses4j.tensor.Tensor;

/**
 * A bounded cache of programs, the recorded formulas of objectives, by objective and input shapes. Safe for several threads;
 * when full, it forgets the program that was used longest ago.
 */
public final class Programs {
    private static final int DEFAULT_CAPACITY = 64;

    private final BoundedCache<Key, Program> programs;
    private final boolean asFormulas;

    public Programs() {
        this(DEFAULT_CAPACITY);
    }

    /** A cache of at most {@code capacity} programs. */
    public Programs(int capacity) {
        this(capacity, false);
    }

    private Programs(int capacity, boolean asFormulas) {
        this.programs = new BoundedCache<>(capacity);
        this.asFormulas = asFormulas;
    }

    /** A cache of programs that have a formula in the place of each host function that is one too. */
    public static Programs asFormulas(int capacity) {
        return new Programs(capacity, true);
    }

    /**
     * The program of an objective's value, recorded now or earlier.
     *
     * @throws IllegalArgumentException if the shapes do not fit, or the formula reads values
     */
    public Program value(Objective objective, Map<String, Shape> shapes) {
        return program(new Key(objective, Map.copyOf(shapes), false), shapes);
    }

    /** The graph of what is wanted, with gradients of the value's sum itself. */
    public Graph graph(Objective objective, Computation wanted, Map<String, Shape> shapes, List<String> gradients) {
        return graph(objective, wanted, shapes, gradients, 1);
    }

    /**
     * The graph of a computation.
     *
     * @param gradients the roles of the inputs to differentiate by
     * @param factor the gradients are multiplied by this
     * @throws IllegalArgumentException if the shapes do not fit, or the formula reads values
     */
    public Graph graph(
            Objective objective, Computation wanted, Map<String, Shape> shapes, List<String> gradients, double factor) {
        return switch (wanted) {
            case VALUE -> value(objective, shapes).value();
            case PER_EXAMPLE -> perExample(objective, shapes).value();
            case GRADIENTS -> value(objective, shapes).gradient(gradients, factor);
            case VALUE_AND_GRADIENTS -> value(objective, shapes).withGradient(gradients, factor);
        };
    }

    /** The program of {@link Objective#perExample}. */
    public Program perExample(Objective objective, Map<String, Shape> shapes) {
        return program(new Key(objective, Map.copyOf(shapes), true), shapes);
    }

    private Program program(Key wanted, Map<String, Shape> shapes) {
        return programs.get(wanted, key -> {
            key.objective().checkShapes(shapes);
            Function<Map<String, Tensor>, Tensor> formula = inputs -> key.perExample()
                    ? key.objective().perExample(Inputs.of(inputs))
                    : key.objective().value(Inputs.of(inputs));
            return asFormulas ? Program.recordAsFormulas(shapes, formula) : Program.record(shapes, formula);
        });
    }

    // Written out, as what a record has by itself is slow until it is compiled; mostly objectives are the same object.
    private record Key(Objective objective, Map<String, Shape> shapes, boolean perExample) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key
                    && perExample == key.perExample
                    && shapes.equals(key.shapes)
                    && (objective == key.objective || objective.equals(key.objective));
        }

        @Override
        public int hashCode() {
            return 31 * shapes.hashCode() + Boolean.hashCode(perExample);
        }
    }
}
