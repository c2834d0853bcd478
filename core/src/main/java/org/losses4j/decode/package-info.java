/** Decoders from the output of a network trained with CTC to label sequences. */
@NullMarked
package org.losses4j.decode;

import org.jspecify.annotations.NullMarked;
