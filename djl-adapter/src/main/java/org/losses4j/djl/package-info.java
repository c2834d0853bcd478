/** Losses, training blocks and adversarial training for DJL. */
@NullMarked
package org.losses4j.djl;

import org.jspecify.annotations.NullMarked;
