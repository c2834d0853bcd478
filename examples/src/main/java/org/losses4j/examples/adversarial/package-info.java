/** New points and new digits by a generator and its critic: GAN, Wasserstein GAN with clipped weights, with a penalty. */
@NullMarked
package org.losses4j.examples.adversarial;

import org.jspecify.annotations.NullMarked;
