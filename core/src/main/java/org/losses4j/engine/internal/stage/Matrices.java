package org.losses4j.engine.internal.stage;

import org.losses4j.engine.memory.Elements;

/**
 * The steps on row-major matrices, in one precision. One operand comes as rows in arrays of their own: HotSpot makes vectors of a
 * loop over several arrays, but not of one over several parts of an array. Elements are added up in a fixed order, so that results
 * depend neither on vectors nor on the number of threads.
 *
 * @param <A> float[] or double[]
 */
abstract class Matrices<A> {
    /** The number of rows that are added at once. */
    static final int GROUP = 4;

    /** The sides of the square of a matrix whose lines stay in the cache while it is transposed. */
    static final int TILE = 32;

    abstract A array(int length);

    abstract A[] arrays(int count);

    abstract int length(A array);

    abstract Elements elements(A array);

    /** Copies a row of a matrix. */
    abstract void copyRow(A matrix, int row, int columns, A to);

    /** Copies a column of a matrix. */
    abstract void copyColumn(A matrix, int column, int columns, int rows, A to);

    abstract void put(double[] values, A to);

    /** Whether the first {@code size} elements are finite numbers. */
    abstract boolean isFinite(A array, int size);

    /**
     * Computes the rows {@code from} to {@code to} − 1 of a product.
     *
     * @param left [n, inner]
     * @param right the rows of [inner, columns]
     */
    abstract void product(A left, A[] right, int inner, int columns, A result, int from, int to);

    /**
     * Computes the squared distances of the rows {@code from} to {@code to} − 1 of a matrix to the rows of another.
     *
     * @param left [n, inner]
     * @param right the columns of [columns, inner]
     * @param isSymmetric whether nothing left of the diagonal is wanted
     */
    abstract void squaredDistances(
            A left, A[] right, int inner, int columns, boolean isSymmetric, A result, int from, int to);

    /** Copies what is right of the diagonal of a square matrix to the left of it. */
    abstract void mirror(A matrix, int columns);

    /** Writes the transpose of a matrix [rows, columns]. */
    abstract void transpose(A matrix, int rows, int columns, A result);

    /**
     * Computes the rows {@code from} to {@code to} − 1 of weighted sums of differences.
     *
     * @param weights [n, others]
     * @param x [n, columns]
     * @param y the rows of [others, columns]
     * @param skipsZeros whether weights of 0 are skipped, which is right where all differences are finite
     */
    abstract void weightedDifferences(
            A weights, int others, A x, A[] y, int columns, boolean skipsZeros, A result, int from, int to);
}
