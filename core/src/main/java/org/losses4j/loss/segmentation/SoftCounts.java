package org.losses4j.loss.segmentation;

import org.losses4j.tensor.Tensor;

/**
 * Soft counts of pixels in regions.
 *
 * @param hits those of the predicted region within the true one
 * @param predicted those of the predicted region
 * @param wanted those of the true region
 */
record SoftCounts(Tensor hits, Tensor predicted, Tensor wanted) {

    /** False positives. */
    Tensor falseAlarms() {
        return predicted.sub(hits);
    }

    /** False negatives. */
    Tensor misses() {
        return wanted.sub(hits);
    }
}
