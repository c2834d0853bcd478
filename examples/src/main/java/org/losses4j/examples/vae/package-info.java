/** A variational autoencoder of digits: it maps them to few normal numbers, and makes new digits of such numbers. */
@NullMarked
package org.losses4j.examples.vae;

import org.jspecify.annotations.NullMarked;
