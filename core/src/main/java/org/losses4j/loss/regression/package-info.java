/** Losses for numbers. */
@NullMarked
package org.losses4j.loss.regression;

import org.jspecify.annotations.NullMarked;
