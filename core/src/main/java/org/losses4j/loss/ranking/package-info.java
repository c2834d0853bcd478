/** Losses of scores that are to be in an order. */
@NullMarked
package org.losses4j.loss.ranking;

import org.jspecify.annotations.NullMarked;
