package org.losses4j.engine.internal.stage;

import java.util.Arrays;
import org.losses4j.engine.memory.Elements;

/** The steps on matrices of doubles. */
final class DoubleMatrices extends Matrices<double[]> {

    @Override
    double[] array(int length) {
        return new double[length];
    }

    @Override
    double[][] arrays(int count) {
        return new double[count][];
    }

    @Override
    int length(double[] array) {
        return array.length;
    }

    @Override
    Elements elements(double[] array) {
        return Elements.of(array, 0);
    }

    @Override
    void copyRow(double[] matrix, int row, int columns, double[] to) {
        System.arraycopy(matrix, row * columns, to, 0, columns);
    }

    @Override
    void copyColumn(double[] matrix, int column, int columns, int rows, double[] to) {
        for (int i = 0; i < rows; i++) {
            to[i] = matrix[i * columns + column];
        }
    }

    @Override
    void put(double[] values, double[] to) {
        System.arraycopy(values, 0, to, 0, values.length);
    }

    @Override
    boolean isFinite(double[] array, int size) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += array[i] * 0;
        }
        return sum == 0;
    }

    @Override
    void product(double[] left, double[][] right, int inner, int columns, double[] result, int from, int to) {
        double[] sums = new double[columns];
        for (int i = from; i < to; i++) {
            Arrays.fill(sums, 0);
            int at = i * inner;
            int k = 0;
            for (; k + GROUP <= inner; k += GROUP) {
                addProducts(
                        sums,
                        left[at + k],
                        right[k],
                        left[at + k + 1],
                        right[k + 1],
                        left[at + k + 2],
                        right[k + 2],
                        left[at + k + 3],
                        right[k + 3]);
            }
            for (; k < inner; k++) {
                addProduct(sums, left[at + k], right[k]);
            }
            System.arraycopy(sums, 0, result, i * columns, columns);
        }
    }

    @Override
    void squaredDistances(
            double[] left,
            double[][] right,
            int inner,
            int columns,
            boolean isSymmetric,
            double[] result,
            int from,
            int to) {
        double[] sums = new double[columns];
        for (int i = from; i < to; i++) {
            int first = isSymmetric ? i : 0;
            Arrays.fill(sums, first, columns, 0);
            int at = i * inner;
            int k = 0;
            for (; k + GROUP <= inner; k += GROUP) {
                addSquares(
                        sums,
                        first,
                        left[at + k],
                        right[k],
                        left[at + k + 1],
                        right[k + 1],
                        left[at + k + 2],
                        right[k + 2],
                        left[at + k + 3],
                        right[k + 3]);
            }
            for (; k < inner; k++) {
                addSquare(sums, first, left[at + k], right[k]);
            }
            System.arraycopy(sums, first, result, i * columns + first, columns - first);
        }
    }

    @Override
    void mirror(double[] matrix, int columns) {
        for (int top = 0; top < columns; top += TILE) {
            for (int left = 0; left <= top; left += TILE) {
                for (int i = top; i < Math.min(top + TILE, columns); i++) {
                    for (int j = left; j < Math.min(left + TILE, i); j++) {
                        matrix[i * columns + j] = matrix[j * columns + i];
                    }
                }
            }
        }
    }

    @Override
    void transpose(double[] matrix, int rows, int columns, double[] result) {
        for (int top = 0; top < rows; top += TILE) {
            for (int left = 0; left < columns; left += TILE) {
                for (int j = left; j < Math.min(left + TILE, columns); j++) {
                    for (int i = top; i < Math.min(top + TILE, rows); i++) {
                        result[j * rows + i] = matrix[i * columns + j];
                    }
                }
            }
        }
    }

    @Override
    void weightedDifferences(
            double[] weights,
            int others,
            double[] x,
            double[][] y,
            int columns,
            boolean skipsZeros,
            double[] result,
            int from,
            int to) {
        double[] sums = new double[columns];
        double[] row = new double[columns];
        int[] found = new int[others];
        for (int i = from; i < to; i++) {
            Arrays.fill(sums, 0);
            System.arraycopy(x, i * columns, row, 0, columns);
            int at = i * others;
            int count = 0;
            for (int j = 0; j < others; j++) {
                found[count] = j;
                count += skipsZeros && weights[at + j] == 0 ? 0 : 1;
            }
            int k = 0;
            for (; k + GROUP <= count; k += GROUP) {
                int a = found[k];
                int b = found[k + 1];
                int c = found[k + 2];
                int d = found[k + 3];
                addDifferences(
                        sums,
                        row,
                        weights[at + a],
                        y[a],
                        weights[at + b],
                        y[b],
                        weights[at + c],
                        y[c],
                        weights[at + d],
                        y[d]);
            }
            for (; k < count; k++) {
                addDifference(sums, row, weights[at + found[k]], y[found[k]]);
            }
            System.arraycopy(sums, 0, result, i * columns, columns);
        }
    }

    private static void addProducts(
            double[] sums, double a, double[] x, double b, double[] y, double c, double[] z, double d, double[] w) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] = sums[j] + (a * x[j] + b * y[j]) + (c * z[j] + d * w[j]);
        }
    }

    private static void addProduct(double[] sums, double a, double[] x) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] = sums[j] + a * x[j];
        }
    }

    private static void addSquares(
            double[] sums,
            int first,
            double a,
            double[] x,
            double b,
            double[] y,
            double c,
            double[] z,
            double d,
            double[] w) {
        for (int j = first; j < sums.length; j++) {
            double e = a - x[j];
            double f = b - y[j];
            double g = c - z[j];
            double h = d - w[j];
            sums[j] = sums[j] + (e * e + f * f) + (g * g + h * h);
        }
    }

    private static void addSquare(double[] sums, int first, double a, double[] x) {
        for (int j = first; j < sums.length; j++) {
            double e = a - x[j];
            sums[j] = sums[j] + e * e;
        }
    }

    private static void addDifferences(
            double[] sums,
            double[] row,
            double a,
            double[] x,
            double b,
            double[] y,
            double c,
            double[] z,
            double d,
            double[] w) {
        for (int j = 0; j < sums.length; j++) {
            double from = row[j];
            sums[j] = sums[j] + (a * (from - x[j]) + b * (from - y[j])) + (c * (from - z[j]) + d * (from - w[j]));
        }
    }

    private static void addDifference(double[] sums, double[] row, double a, double[] x) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] = sums[j] + a * (row[j] - x[j]);
        }
    }
}
