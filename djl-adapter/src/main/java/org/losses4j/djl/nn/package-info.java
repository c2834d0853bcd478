/** Blocks for networks: a last layer with its loss, shared encoders, variational autoencoders. */
@NullMarked
package org.losses4j.djl.nn;

import org.jspecify.annotations.NullMarked;
