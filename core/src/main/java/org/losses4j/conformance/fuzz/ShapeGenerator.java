package org.losses4j.conformance.fuzz;

import java.util.Random;
import org.losses4j.tensor.Shape;

/** Generates random shapes, mostly small: their extents are around those from which vectors, tiles and short cuts are used. */
final class ShapeGenerator {
    private static final int[] SMALL = {1, 1, 2, 2, 3, 4, 5, 7, 8, 9};
    private static final int[] EDGES = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 257, 1000, 4097};
    private static final int FEW = 64;
    private static final int SOME = 1 << 11;
    private static final int MANY = 1 << 15;

    private final Random random;

    ShapeGenerator(Random random) {
        this.random = random;
    }

    /** The shape of a loss's first input, of rank 1 to 5. */
    Shape next() {
        int draw = random.nextInt(40);
        int budget = draw < 28 ? FEW : draw < 39 ? SOME : MANY;
        int rank = new int[] {1, 1, 2, 2, 2, 2, 3, 3, 4, 5}[random.nextInt(10)];
        int[] extents = new int[rank];
        int size = 1;
        for (int axis : shuffled(rank)) {
            int[] choices = random.nextInt(3) == 0 ? SMALL : EDGES;
            int extent = choices[random.nextInt(choices.length)];
            extents[axis] = (long) size * extent <= budget ? extent : 1 + random.nextInt(2);
            size *= extents[axis];
        }
        return Shape.of(extents);
    }

    /** A shape of {@code examples} and one or two more axes. */
    Shape behind(int examples) {
        int rank = 1 + random.nextInt(2);
        Shape shape = Shape.of(examples);
        for (int i = 0; i < rank; i++) {
            shape = shape.inserted(shape.rank(), SMALL[random.nextInt(SMALL.length)]);
        }
        return shape;
    }

    /** A shape that can be aligned with the leading axes of {@code units}: of fewer axes, or with some of extent 1. */
    Shape aligned(Shape units) {
        int rank = random.nextBoolean() ? units.rank() : random.nextInt(units.rank() + 1);
        Shape shape = units.leading(rank);
        for (int axis = 0; axis < rank; axis++) {
            shape = random.nextInt(5) == 0 ? shape.with(axis, 1) : shape;
        }
        return random.nextInt(6) == 0 ? shape.inserted(rank, 1) : shape;
    }

    private int[] shuffled(int rank) {
        int[] axes = new int[rank];
        for (int i = 0; i < rank; i++) {
            int at = random.nextInt(i + 1);
            axes[i] = axes[at];
            axes[at] = i;
        }
        return axes;
    }
}
