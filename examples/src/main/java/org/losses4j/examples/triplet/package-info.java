/** Embeddings that tell digits apart by their distance, including digits that were never seen in training. */
@NullMarked
package org.losses4j.examples.triplet;

import org.jspecify.annotations.NullMarked;
