/** Losses of models that Keras has saved; needs {@code deeplearning4j-modelimport}. */
@NullMarked
package org.losses4j.dl4j.keras;

import org.jspecify.annotations.NullMarked;
