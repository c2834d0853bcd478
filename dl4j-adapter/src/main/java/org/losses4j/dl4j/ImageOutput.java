package org.losses4j.dl4j;

/** The kind of output that an output layer gives behind a convolution. */
enum ImageOutput {
    /** Neither kind has been chosen. */
    OPEN,
    /** One output for each pixel, computed by the same weights. */
    PER_PIXEL,
    /** One output for the whole image, which is flattened. */
    FLATTENED
}
