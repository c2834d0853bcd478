/** Helpers that losses of several packages share. */
@NullMarked
package org.losses4j.loss.internal;

import org.jspecify.annotations.NullMarked;
