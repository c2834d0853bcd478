package org.losses4j.engine.internal.stage;

import java.util.Arrays;
import org.losses4j.engine.memory.Elements;

/** The steps on matrices of floats. */
final class FloatMatrices extends Matrices<float[]> {

    @Override
    float[] array(int length) {
        return new float[length];
    }

    @Override
    float[][] arrays(int count) {
        return new float[count][];
    }

    @Override
    int length(float[] array) {
        return array.length;
    }

    @Override
    Elements elements(float[] array) {
        return Elements.of(array, 0);
    }

    @Override
    void copyRow(float[] matrix, int row, int columns, float[] to) {
        System.arraycopy(matrix, row * columns, to, 0, columns);
    }

    @Override
    void copyColumn(float[] matrix, int column, int columns, int rows, float[] to) {
        for (int i = 0; i < rows; i++) {
            to[i] = matrix[i * columns + column];
        }
    }

    @Override
    void put(double[] values, float[] to) {
        for (int i = 0; i < values.length; i++) {
            to[i] = (float) values[i];
        }
    }

    @Override
    boolean isFinite(float[] array, int size) {
        float sum = 0;
        for (int i = 0; i < size; i++) {
            sum += array[i] * 0;
        }
        return sum == 0;
    }

    @Override
    void product(float[] left, float[][] right, int inner, int columns, float[] result, int from, int to) {
        float[] sums = new float[columns];
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
            float[] left,
            float[][] right,
            int inner,
            int columns,
            boolean isSymmetric,
            float[] result,
            int from,
            int to) {
        float[] sums = new float[columns];
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
    void mirror(float[] matrix, int columns) {
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
    void transpose(float[] matrix, int rows, int columns, float[] result) {
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
            float[] weights,
            int others,
            float[] x,
            float[][] y,
            int columns,
            boolean skipsZeros,
            float[] result,
            int from,
            int to) {
        float[] sums = new float[columns];
        float[] row = new float[columns];
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
            float[] sums, float a, float[] x, float b, float[] y, float c, float[] z, float d, float[] w) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] = sums[j] + (a * x[j] + b * y[j]) + (c * z[j] + d * w[j]);
        }
    }

    private static void addProduct(float[] sums, float a, float[] x) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] = sums[j] + a * x[j];
        }
    }

    private static void addSquares(
            float[] sums, int first, float a, float[] x, float b, float[] y, float c, float[] z, float d, float[] w) {
        for (int j = first; j < sums.length; j++) {
            float e = a - x[j];
            float f = b - y[j];
            float g = c - z[j];
            float h = d - w[j];
            sums[j] = sums[j] + (e * e + f * f) + (g * g + h * h);
        }
    }

    private static void addSquare(float[] sums, int first, float a, float[] x) {
        for (int j = first; j < sums.length; j++) {
            float e = a - x[j];
            sums[j] = sums[j] + e * e;
        }
    }

    private static void addDifferences(
            float[] sums, float[] row, float a, float[] x, float b, float[] y, float c, float[] z, float d, float[] w) {
        for (int j = 0; j < sums.length; j++) {
            float from = row[j];
            sums[j] = sums[j] + (a * (from - x[j]) + b * (from - y[j])) + (c * (from - z[j]) + d * (from - w[j]));
        }
    }

    private static void addDifference(float[] sums, float[] row, float a, float[] x) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] = sums[j] + a * (row[j] - x[j]);
        }
    }
}
