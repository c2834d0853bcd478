package org.losses4j.examples.data;

import java.util.List;

/**
 * Images, and what a network should say to each.
 *
 * @param images the pixels of each, row by row
 * @param targets the numbers of each
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
public record Samples(float[][] images, float[][] targets) {

    public int size() {
        return images.length;
    }

    /** The samples at these positions, in this order. */
    public Samples at(List<Integer> positions) {
        return new Samples(
                positions.stream().map(i -> images[i]).toArray(float[][]::new),
                positions.stream().map(i -> targets[i]).toArray(float[][]::new));
    }
}
