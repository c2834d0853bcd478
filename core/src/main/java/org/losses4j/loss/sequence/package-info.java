/** Losses for sequences whose alignment is unknown. */
@NullMarked
package org.losses4j.loss.sequence;

import org.jspecify.annotations.NullMarked;
