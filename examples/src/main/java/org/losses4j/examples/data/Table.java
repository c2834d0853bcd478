package org.losses4j.examples.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Rows of features with a label each.
 *
 * @param features the features of each example
 * @param labels the label of each example
 */
@SuppressWarnings("ArrayRecordComponent") // it only holds data, and is never compared
public record Table(double[][] features, double[] labels) {

    /**
     * One of the data sets that are part of the examples.
     *
     * @param name such as {@code diabetes.csv}
     */
    public static Table bundled(String name) throws IOException {
        InputStream stream = Table.class.getResourceAsStream("/data/" + name);
        if (stream == null) {
            throw new IOException("The examples hold no data set named " + name);
        }
        try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            return read(name, reader);
        }
    }

    /**
     * Reads numbers separated by commas, without a header, the label last.
     *
     * @param name of the source, for messages
     * @throws IOException if it cannot be read, or is malformed; the message has the number of the line
     */
    public static Table read(String name, Reader reader) throws IOException {
        List<double[]> rows = new ArrayList<>();
        try (CSVParser parser = CSVFormat.DEFAULT.parse(reader)) {
            for (CSVRecord line : parser) {
                rows.add(row(name, line, rows.isEmpty() ? line.size() : rows.get(0).length));
            }
        }
        if (rows.isEmpty()) {
            throw new IOException(name + " is empty");
        }
        return new Table(
                rows.stream().map(row -> Arrays.copyOf(row, row.length - 1)).toArray(double[][]::new),
                rows.stream().mapToDouble(row -> row[row.length - 1]).toArray());
    }

    private static double[] row(String name, CSVRecord line, int columns) throws IOException {
        String where = name + ", line " + line.getRecordNumber() + ": ";
        if (line.size() != columns || columns < 2) {
            throw new IOException(where + "expected " + Math.max(2, columns) + " columns, got " + line.size());
        }
        double[] row = new double[columns];
        for (int i = 0; i < columns; i++) {
            try {
                row[i] = Double.parseDouble(line.get(i));
            } catch (NumberFormatException e) {
                throw new IOException(where + "'" + line.get(i) + "' is not a number", e);
            }
        }
        return row;
    }

    /** The examples at these positions, in this order. */
    public Table rows(List<Integer> positions) {
        return new Table(
                positions.stream().map(i -> features[i]).toArray(double[][]::new),
                positions.stream().mapToDouble(i -> labels[i]).toArray());
    }

    public int size() {
        return labels.length;
    }

    /** The number of examples with this label. */
    public int count(double label) {
        return (int) Arrays.stream(labels).filter(x -> x == label).count();
    }
}
