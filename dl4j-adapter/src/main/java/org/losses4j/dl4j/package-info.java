/** Losses4J in Deeplearning4j: loss functions, output layers, vertices and adversarial training. */
@NullMarked
package org.losses4j.dl4j;

import org.jspecify.annotations.NullMarked;
