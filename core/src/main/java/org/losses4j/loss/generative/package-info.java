/** Losses for variational and adversarial models. */
@NullMarked
package org.losses4j.loss.generative;

import org.jspecify.annotations.NullMarked;
