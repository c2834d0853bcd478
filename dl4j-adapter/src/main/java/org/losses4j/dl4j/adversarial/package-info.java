/** Adversarial training of a generator and a critic. */
@NullMarked
package org.losses4j.dl4j.adversarial;

import org.jspecify.annotations.NullMarked;
