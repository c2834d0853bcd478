package org.losses4j.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.losses4j.engine.memory.Layout;
import org.losses4j.tensor.ReferenceTensor;
import org.losses4j.tensor.Shape;

class PlacementTest {
    private static final ReferenceTensor MATRIX = ReferenceTensor.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3);

    @Test
    void columnMajorBehindAnOffset() {
        Placement placement = new Placement(List.of(1, 0), 1, 2, Layout.Storage.ARRAY);
        double nothing = Double.NaN;

        assertEquals(List.of(1, 2), placement.layout(MATRIX.shape()).strides());
        assertArrayEquals(new double[] {nothing, nothing, 1, 4, 2, 5, 3, 6}, placement.scatter(MATRIX));
    }

    @Test
    void gapsAreNotNumbersAndMustStaySo() {
        Placement placement = new Placement(List.of(0, 1), 2, 0, Layout.Storage.ARRAY);
        double[] memory = placement.scatter(MATRIX);

        assertArrayEquals(
                MATRIX.toArray(), placement.gather(memory, Shape.of(2, 3)).toArray());
        memory[1] = 0;
        assertThrows(IllegalStateException.class, () -> placement.gather(memory, Shape.of(2, 3)));
    }

    @Test
    void isReadFromPlainValues() {
        Map<String, ?> map = Map.of("order", List.of(1, 0), "gap", 2, "offset", 3, "storage", "bytes");

        assertEquals(new Placement(List.of(1, 0), 2, 3, Layout.Storage.BYTES), Placement.fromMap(map));
        assertThrows(IllegalArgumentException.class, () -> Placement.fromMap(Map.of("order", List.of(0))));
        assertThrows(IllegalArgumentException.class, () -> new Placement(List.of(0, 0), 1, 0, Layout.Storage.ARRAY));
    }
}
