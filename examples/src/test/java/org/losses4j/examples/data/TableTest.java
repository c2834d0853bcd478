package org.losses4j.examples.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {

    @Test
    void readsFeaturesAndLabels() throws IOException {
        Table table = Table.read("mine.csv", new StringReader("1,2,0\n3,4.5,1\n"));
        assertEquals(2, table.size());
        assertArrayEquals(new double[] {3, 4.5}, table.features()[1]);
        assertArrayEquals(new double[] {0, 1}, table.labels());
        assertEquals(1, table.count(1));
    }

    @ParameterizedTest
    @CsvSource({"diabetes.csv, 442, 10", "digits.csv, 1797, 64"})
    void bundlesTheDataSetsAsTheirReadmeSays(String name, int rows, int features) throws IOException {
        Table table = Table.bundled(name);
        assertEquals(rows, table.size());
        for (double[] row : table.features()) {
            assertEquals(features, row.length);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,2;3,x|mine.csv, line 2: 'x' is not a number",
                "1,2;3,4,5|mine.csv, line 2: expected 2 columns, got 3",
                "1;2|mine.csv, line 1: expected 2 columns, got 1",
            })
    void saysWhatIsWrongAndWhere(String text, String message) {
        IOException error = assertThrows(
                IOException.class, () -> Table.read("mine.csv", new StringReader(text.replace(';', '\n'))));
        assertEquals(message, error.getMessage());
    }

    @Test
    void refusesNothing() {
        assertThrows(IOException.class, () -> Table.read("mine.csv", new StringReader("")));
        IOException missing = assertThrows(IOException.class, () -> Table.bundled("iris.csv"));
        assertTrue(missing.getMessage().contains("iris.csv"), missing.getMessage());
    }
}
