/** Losses for the overlap of regions. */
@NullMarked
package org.losses4j.loss.segmentation;

import org.jspecify.annotations.NullMarked;
