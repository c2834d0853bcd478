package org.losses4j.examples.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RareMalignantTest {

    // 357 benign and 212 malignant in all: 70 % of the benign are 250, and 13 of 263 are 5 %.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 77, -5})
    void isStratifiedWithFivePercentPositivesInTraining(long seed) throws IOException {
        Split data = RareMalignant.split(seed);
        assertEquals(250, data.train().count(0));
        assertEquals(13, data.train().count(1));
        assertEquals(0.05, 13 / 263.0, 0.001);
        assertEquals(107, data.test().count(0));
        assertEquals(64, data.test().count(1));
    }

    @Test
    void scalesByTheTrainingPartAlone() throws IOException {
        Split data = RareMalignant.split(3);
        boolean testIsOff = false;
        for (int i = 0; i < 30; i++) {
            int column = i;
            double[] train = Arrays.stream(data.train().features())
                    .mapToDouble(row -> row[column])
                    .toArray();
            assertEquals(0, Arrays.stream(train).average().orElseThrow(), 1e-12);
            assertEquals(1, Arrays.stream(train).map(x -> x * x).average().orElseThrow(), 1e-12);
            double test = Arrays.stream(data.test().features())
                    .mapToDouble(row -> row[column])
                    .average()
                    .orElseThrow();
            testIsOff |= Math.abs(test) > 0.1;
        }
        assertTrue(testIsOff, "the test part must not be scaled to mean 0 itself");
    }

    @Test
    void testRowsAreNotInTraining() throws IOException {
        Split data = RareMalignant.split(4);
        Set<String> seen = new HashSet<>();
        Arrays.stream(data.train().features()).forEach(row -> assertTrue(seen.add(Arrays.toString(row))));
        Arrays.stream(data.test().features()).forEach(row -> assertTrue(seen.add(Arrays.toString(row))));
        assertEquals(263 + 171, seen.size());
    }

    @Test
    void malignantTumoursAreTheLargerOnes() throws IOException {
        Table test = RareMalignant.split(5).test();
        double[] meanRadius = {0, 0};
        IntStream.range(0, test.size())
                .forEach(i ->
                        meanRadius[(int) test.labels()[i]] += test.features()[i][0] / test.count(test.labels()[i]));
        assertTrue(meanRadius[1] > meanRadius[0] + 1, Arrays.toString(meanRadius));
    }

    @Test
    void dependsOnNothingButTheSeed() throws IOException {
        assertTrue(Arrays.deepEquals(
                RareMalignant.split(6).train().features(),
                RareMalignant.split(6).train().features()));
        assertNotEquals(
                Arrays.deepToString(RareMalignant.split(6).train().features()),
                Arrays.deepToString(RareMalignant.split(7).train().features()));
    }

    @Test
    void batchesHoldEachExampleOnceInANewOrder() throws IOException {
        Table train = RareMalignant.split(8).train();
        Batches<Table> batches = Batches.of(train, 32, 1);
        double[] first = firstFeature(batches.epoch());
        double[] second = firstFeature(batches.epoch());
        assertEquals(9, batches.epoch().size());
        assertNotEquals(Arrays.toString(first), Arrays.toString(second));
        assertArrayEquals(first, firstFeature(Batches.of(train, 32, 1).epoch()));
        double[] all = Arrays.stream(train.features())
                .mapToDouble(row -> row[0])
                .sorted()
                .toArray();
        assertArrayEquals(all, Arrays.stream(first).sorted().toArray());
        assertArrayEquals(all, Arrays.stream(second).sorted().toArray());
    }

    private static double[] firstFeature(Iterable<Table> batches) {
        double[] values = {};
        for (Table batch : batches) {
            int start = values.length;
            values = Arrays.copyOf(values, start + batch.size());
            for (int i = 0; i < batch.size(); i++) {
                values[start + i] = batch.features()[i][0];
            }
        }
        return values;
    }
}
