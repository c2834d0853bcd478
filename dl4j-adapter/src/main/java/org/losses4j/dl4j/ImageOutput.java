package org.losses4j.dl4j;

/** The shape of output that an output layer behind a convolution has. */
enum ImageOutput {
    /** Nobody has said. */
    OPEN,
    /** An output at each pixel, by the same weights. */
    PER_PIXEL,
    /** One output of the whole image, which is flattened. */
    FLATTENED
}
