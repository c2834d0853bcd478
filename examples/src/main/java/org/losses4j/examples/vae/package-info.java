/** Digits through a narrow space of normal numbers, and new digits from it: a variational autoencoder. */
@NullMarked
package org.losses4j.examples.vae;

import org.jspecify.annotations.NullMarked;
