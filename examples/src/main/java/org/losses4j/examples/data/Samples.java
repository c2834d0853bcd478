package org.losses4j.examples.data;

import java.util.List;

/**
 * Images, and the outputs that a network should give for them.
 *
 * @param images the pixels of each image, row by row
 * @param targets the target outputs for each image
 */
@SuppressWarnings("ArrayRecordComponent") // it only holds data, and is never compared
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
