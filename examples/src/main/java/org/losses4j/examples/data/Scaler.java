package org.losses4j.examples.data;

import java.util.Arrays;

/**
 * Scales features to mean 0 and deviation 1, by the statistics of the data that it was made from.
 *
 * @param means the mean of each feature
 * @param deviations the standard deviation of each feature, over n
 */
@SuppressWarnings("ArrayRecordComponent") // it only holds data, and is never compared
public record Scaler(double[] means, double[] deviations) {

    /** The statistics of {@code rows}; a feature that never changes is left at 0. */
    public static Scaler of(double[][] rows) {
        int columns = rows[0].length;
        double[] means = new double[columns];
        double[] deviations = new double[columns];
        for (int i = 0; i < columns; i++) {
            int column = i;
            double mean = Arrays.stream(rows)
                    .mapToDouble(row -> row[column])
                    .average()
                    .orElseThrow();
            double variance = Arrays.stream(rows)
                    .mapToDouble(row -> (row[column] - mean) * (row[column] - mean))
                    .average()
                    .orElseThrow();
            means[i] = mean;
            deviations[i] = variance == 0 ? 1 : Math.sqrt(variance);
        }
        return new Scaler(means, deviations);
    }

    /** The same examples with their features scaled. */
    public Table apply(Table table) {
        return new Table(Arrays.stream(table.features()).map(this::scaled).toArray(double[][]::new), table.labels());
    }

    private double[] scaled(double[] row) {
        double[] scaled = new double[row.length];
        Arrays.setAll(scaled, i -> (row[i] - means[i]) / deviations[i]);
        return scaled;
    }
}
