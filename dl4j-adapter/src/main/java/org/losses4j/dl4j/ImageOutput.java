package org.losses4j.dl4j;

/** What an output layer behind a convolution gives. */
enum ImageOutput {
    /** Nobody has said. */
    OPEN,
    /** An output at each pixel, by the same weights. */
    PER_PIXEL,
    /** One output of the whole image, which is flattened. */
    FLATTENED
}
