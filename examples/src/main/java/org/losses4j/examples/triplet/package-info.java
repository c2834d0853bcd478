/** Digits told apart by their distance, even digits that were never seen in training. */
@NullMarked
package org.losses4j.examples.triplet;

import org.jspecify.annotations.NullMarked;
