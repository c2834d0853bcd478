package org.losses4j.tensor;

/** Checks the shapes of operations on all pairs of rows of two matrices. */
public final class RowPairs {
    private RowPairs() {}

    /** Checks that two matrices [n, d] and [m, d] have rows of the same length, and returns [n, m]. */
    public static Shape requireRows(String operation, Shape x, Shape y) {
        if (x.rank() != 2 || y.rank() != 2 || x.extent(1) != y.extent(1)) {
            throw new IllegalArgumentException(operation + " wants [n, d] and [m, d], got " + x + " and " + y);
        }
        return Shape.of(x.extent(0), y.extent(0));
    }

    /** Checks that there is a weight for each pair of rows, and returns the shape of {@code x}. */
    public static Shape requireWeights(Shape weights, Shape x, Shape y) {
        Shape pairs = requireRows("weightedDifferences", x, y);
        if (!weights.equals(pairs)) {
            throw new IllegalArgumentException(
                    "weightedDifferences wants weights " + pairs + " for " + x + " and " + y + ", got " + weights);
        }
        return x;
    }
}
