/** A listener that sees what goes wrong in a training. */
@NullMarked
package org.losses4j.dl4j.watch;

import org.jspecify.annotations.NullMarked;
