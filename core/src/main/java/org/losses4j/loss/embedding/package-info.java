/** Losses for embeddings: triplets, pairs and contrasts. */
@NullMarked
package org.losses4j.loss.embedding;

import org.jspecify.annotations.NullMarked;
