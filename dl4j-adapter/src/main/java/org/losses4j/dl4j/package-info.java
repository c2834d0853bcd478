/** Losses4J in Deeplearning4j: output layers, loss functions, graph vertices and evaluation. */
@NullMarked
package org.losses4j.dl4j;

import org.jspecify.annotations.NullMarked;
