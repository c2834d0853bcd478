/** Objectives on ND4J arrays, without a network: execution modes, and arrays as tensors. */
@NullMarked
package org.losses4j.dl4j.nd4j;

import org.jspecify.annotations.NullMarked;
