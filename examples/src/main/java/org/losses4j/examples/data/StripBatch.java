package org.losses4j.examples.data;

import java.util.ArrayList;
import java.util.List;

/**
 * A batch of strips as arrays that networks take.
 *
 * @param strips at least one
 */
public record StripBatch(List<Strip> strips) {

    public StripBatch {
        strips = List.copyOf(strips);
    }

    /** Strips in batches of a size; the last may be smaller. */
    public static List<StripBatch> of(List<Strip> strips, int size) {
        List<StripBatch> batches = new ArrayList<>();
        for (int start = 0; start < strips.size(); start += size) {
            batches.add(new StripBatch(strips.subList(start, Math.min(start + size, strips.size()))));
        }
        return batches;
    }

    public int size() {
        return strips.size();
    }

    /** All pixels, [N, {@link Strips#HEIGHT}, {@link Strips#WIDTH}]: for a network rows are channels, columns are time. */
    public float[] pixels() {
        float[] all = new float[size() * Strips.HEIGHT * Strips.WIDTH];
        for (int n = 0; n < size(); n++) {
            float[] one = strips.get(n).pixels();
            System.arraycopy(one, 0, all, n * one.length, one.length);
        }
        return all;
    }

    /** The classes of the digits, [N, {@link Strips#MOST_DIGITS}]: digit + 1, since class 0 is CTC's blank. */
    public float[] labels() {
        float[] labels = new float[size() * Strips.MOST_DIGITS];
        for (int n = 0; n < size(); n++) {
            int[] digits = strips.get(n).digits();
            for (int i = 0; i < digits.length; i++) {
                labels[n * Strips.MOST_DIGITS + i] = digits[i] + 1;
            }
        }
        return labels;
    }

    /** How many digits each strip has, [N]. */
    public float[] lengths() {
        float[] lengths = new float[size()];
        for (int n = 0; n < size(); n++) {
            lengths[n] = strips.get(n).digits().length;
        }
        return lengths;
    }

    /** 1 where there is a label, 0 beyond, [N, {@link Strips#MOST_DIGITS}]. */
    public float[] mask() {
        float[] mask = new float[size() * Strips.MOST_DIGITS];
        float[] labels = labels();
        for (int i = 0; i < mask.length; i++) {
            mask[i] = labels[i] > 0 ? 1 : 0;
        }
        return mask;
    }
}
