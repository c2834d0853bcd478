/** Losses for regression: predictions and targets that are numbers. */
@NullMarked
package org.losses4j.loss.regression;

import org.jspecify.annotations.NullMarked;
