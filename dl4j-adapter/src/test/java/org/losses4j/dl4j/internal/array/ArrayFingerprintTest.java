package org.losses4j.dl4j.internal.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ArrayFingerprintTest {

    @Test
    void tellsEveryElementsChange() {
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE, DataType.HALF, DataType.INT}) {
            INDArray array = Nd4j.zeros(type, 5, 7);
            Set<Long> seen = new HashSet<>();
            seen.add(contents(array));
            for (int i = 0; i < array.length(); i++) {
                array.putScalar(i, 1);
                assertTrue(seen.add(contents(array)), type + " " + i);
            }
            array.assign(0);
            assertTrue(!seen.add(contents(array)), "the same again");
        }
    }

    @Test
    void tellsPairsOfChangesAndSwaps() {
        INDArray array = Nd4j.ones(DataType.FLOAT, 40);
        Set<Long> seen = new HashSet<>();
        seen.add(contents(array));
        int pairs = 0;
        for (int i = 0; i < 40; i++) {
            for (int j = 0; j < i; j++) {
                // The highest bit of each, which a sum or product alone would lose.
                array.assign(1).putScalar(i, -1).putScalar(j, -1);
                seen.add(contents(array));
                array.assign(1).putScalar(i, 2).putScalar(j, 3);
                seen.add(contents(array));
                array.assign(1).putScalar(i, 3).putScalar(j, 2);
                seen.add(contents(array));
                pairs++;
            }
        }
        assertEquals(1 + 3 * pairs, seen.size());
    }

    @Test
    void tellsShapesOrdersAndWhatIsMissing() {
        INDArray array = Nd4j.ones(DataType.FLOAT, 4, 3);
        Set<OptionalLong> seen = new HashSet<>(List.of(
                ArrayFingerprint.of(List.of(array)),
                ArrayFingerprint.of(List.of(array.reshape(3, 4))),
                ArrayFingerprint.of(List.of(array.dup('f'))),
                ArrayFingerprint.of(List.of(array.castTo(DataType.DOUBLE))),
                ArrayFingerprint.of(List.of(array, array)),
                ArrayFingerprint.of(Arrays.asList(array, null)),
                ArrayFingerprint.of(Arrays.asList(null, array))));
        assertEquals(7, seen.size());
    }

    @Test
    void readsViewsInOnePieceAndNoOthers() {
        INDArray whole = Nd4j.arange(24).castTo(DataType.FLOAT).reshape(6, 4);
        INDArray rows = whole.getRows(2, 3).dup();
        INDArray view = whole.get(
                org.nd4j.linalg.indexing.NDArrayIndex.interval(2, 4), org.nd4j.linalg.indexing.NDArrayIndex.all());
        assertEquals(contents(rows), contents(view));
        whole.putScalar(0, 0, 9);
        assertEquals(contents(rows), contents(view));
        whole.putScalar(2, 0, 9);
        assertNotEquals(contents(rows), contents(view));
        assertEquals(OptionalLong.empty(), ArrayFingerprint.of(List.of(whole.getColumn(1))));
        assertTrue(ArrayFingerprint.of(List.of(whole.transpose())).isPresent());
        assertTrue(
                ArrayFingerprint.of(List.of(Nd4j.create(DataType.FLOAT, 0, 3))).isPresent());
    }

    private static long contents(INDArray array) {
        return ArrayFingerprint.of(List.of(array)).orElseThrow();
    }
}
