package org.losses4j.dl4j;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The masks that a layer is checked with. */
enum CheckedMask {
    NONE("none"),
    EXAMPLE("per example, step or pixel"),
    OUTPUT("per output"),
    FRACTION("fractional");

    final String title;

    CheckedMask(String title) {
        this.title = title;
    }

    @Nullable
    INDArray of(CheckedLayer layer) {
        int rows = CheckedLayer.EXAMPLES * layer.kind.rows;
        double[] perRow = {1, 1, 0, 1, 1, 0, 1, 1};
        double[] fraction = {0.5, 2, 0, 1, 0.25, 1, 3, 1};
        return switch (this) {
            case NONE -> null;
            case EXAMPLE -> perRow(layer, perRow, rows);
            case FRACTION -> perRow(layer, fraction, rows);
            case OUTPUT -> {
                INDArray each = Nd4j.ones(org.nd4j.linalg.api.buffer.DataType.DOUBLE, rows, CheckedLayer.OUTPUTS);
                each.putScalar(0, 1, 0).putScalar(1, 0, 0).putScalar(1, 2, 0).putScalar(2, 2, 0);
                yield layer.kind.place(each);
            }
        };
    }

    private static INDArray perRow(CheckedLayer layer, double[] values, int rows) {
        INDArray column = Nd4j.create(
                java.util.Arrays.copyOf(values, rows),
                new long[] {rows, 1},
                org.nd4j.linalg.api.buffer.DataType.DOUBLE);
        return switch (layer.kind) {
            case VECTORS -> column;
            case SEQUENCES, SEQUENCES_LAST -> column.reshape('c', CheckedLayer.EXAMPLES, 2);
            case IMAGES, IMAGES_LAST -> layer.kind.place(column);
        };
    }
}
