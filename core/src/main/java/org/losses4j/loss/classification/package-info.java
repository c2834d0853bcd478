/** Losses for classes, binary and categorical, and for distributions over them. */
@NullMarked
package org.losses4j.loss.classification;

import org.jspecify.annotations.NullMarked;
