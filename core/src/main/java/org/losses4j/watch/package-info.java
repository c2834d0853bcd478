/** Judges a training by its losses and gradients, in any framework. */
@NullMarked
package org.losses4j.watch;

import org.jspecify.annotations.NullMarked;
