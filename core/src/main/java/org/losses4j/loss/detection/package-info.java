/** Losses of boxes around objects. */
@NullMarked
package org.losses4j.loss.detection;

import org.jspecify.annotations.NullMarked;
