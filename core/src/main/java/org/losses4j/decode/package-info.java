/** From what a network trained with CTC puts out to label sequences. */
@NullMarked
package org.losses4j.decode;

import org.jspecify.annotations.NullMarked;
