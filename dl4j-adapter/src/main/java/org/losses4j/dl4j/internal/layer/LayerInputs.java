package org.losses4j.dl4j.internal.layer;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.losses4j.dl4j.internal.array.ChannelsLast;
import org.losses4j.dl4j.internal.array.Nd4jShapes;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A layer's labels and masks, to be turned into an objective's inputs.
 *
 * @param labels the labels as they were given
 * @param mask the labels' mask
 * @param inputMask the mask of the layer's input, [N, T] or [N, 1]
 */
record LayerInputs(
        @Nullable INDArray labels,
        @Nullable INDArray mask,
        @Nullable INDArray inputMask) {

    /**
     * The inputs by role.
     *
     * @param output the shape of the layer's output, channels last
     * @throws IllegalArgumentException if labels are missing, or a mask that tells lengths has another shape, other numbers
     *     than 0 and 1, or a gap
     */
    Map<String, INDArray> byRole(
            LayerRoles roles, String loss, boolean countsMasked, boolean channelsLast, long[] output) {
        Map<String, INDArray> inputs = new LinkedHashMap<>();
        if (!roles.lengths().isEmpty()) {
            putSequences(inputs, roles, loss, output[1]);
            return inputs;
        }
        roles.putLabels(inputs, loss, labels == null ? null : placed(labels, channelsLast, output));
        INDArray units = mask == null ? unitsOfInput(output) : placed(mask, channelsLast, output);
        if (units != null) {
            Masks.put(inputs, units, countsMasked);
        }
        return inputs;
    }

    private static INDArray placed(INDArray array, boolean channelsLast, long[] output) {
        return array.rank() == output.length ? ChannelsLast.of(array, channelsLast) : array;
    }

    /** Label sequences as [N, L]; recurrent data sets have them as [N, 1, L]. */
    private static @Nullable INDArray sequence(@Nullable INDArray labels) {
        return labels != null && labels.rank() == 3 && labels.size(1) == 1
                ? labels.reshape('c', labels.size(0), labels.size(2))
                : labels;
    }

    /** The mask of the input if it has one number for each example or step of the output, else null. */
    private @Nullable INDArray unitsOfInput(long[] output) {
        boolean fits = (output.length == 2 || output.length == 3)
                && inputMask != null
                && inputMask.rank() == 2
                && inputMask.size(0) == output[0]
                && inputMask.size(1) == (output.length == 3 ? output[1] : 1);
        return fits ? inputMask : null;
    }

    private void putSequences(Map<String, INDArray> inputs, LayerRoles roles, String loss, long steps) {
        INDArray sequences = sequence(labels);
        roles.putLabels(inputs, loss, sequences);
        putLengths(inputs, loss, LayerRoles.INPUT_LENGTHS, "features", inputMask, steps);
        if (sequences != null && sequences.rank() == 2) {
            putLengths(inputs, loss, LayerRoles.TARGET_LENGTHS, "labels", mask, sequences.size(1));
        }
    }

    private static void putLengths(
            Map<String, INDArray> inputs,
            String loss,
            String role,
            String what,
            @Nullable INDArray mask,
            long longest) {
        if (mask == null) {
            return;
        }
        if (mask.rank() != 2 || mask.size(1) != longest) {
            throw new IllegalArgumentException(
                    loss + ": the " + what + " mask tells the lengths of sequences and must be"
                            + " [N, " + longest + "], got " + Nd4jShapes.of(mask)
                            + "; examples are weighted or left out by an ObjectiveVertex");
        }
        int rows = Math.toIntExact(mask.size(0));
        int columns = Math.toIntExact(mask.size(1));
        double[] values = mask.dup('c').data().asDouble();
        double[] lengths = new double[rows];
        for (int row = 0; row < rows; row++) {
            int length = 0;
            for (int column = 0; column < columns; column++) {
                double value = values[row * columns + column];
                if (value != 0 && value != 1) {
                    throw new IllegalArgumentException(
                            loss + ": the " + what + " mask tells the lengths of sequences by 1"
                                    + " and 0, but row " + row + " has " + value + " at " + column
                                    + "; examples are weighted by an ObjectiveVertex");
                }
                if (value == 1 && length < column) {
                    throw new IllegalArgumentException(
                            loss + ": the " + what + " mask tells the lengths of sequences, but row " + row
                                    + " has a gap at " + length + ": pad sequences at their end");
                }
                length += (int) value;
            }
            lengths[row] = length;
        }
        inputs.put(role, Nd4j.create(lengths, new long[] {rows}, DataType.DOUBLE));
    }
}
