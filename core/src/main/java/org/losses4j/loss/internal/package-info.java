/** What losses of several kinds share. */
@NullMarked
package org.losses4j.loss.internal;

import org.jspecify.annotations.NullMarked;
