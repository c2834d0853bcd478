package org.losses4j.dl4j.samediff;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * An input of a formula in the type that the formula is computed in.
 *
 * @param tracked the variable that SameDiff differentiates by
 * @param detached the same values, from which no gradient flows back
 */
record Operand(SDVariable tracked, SDVariable detached) {}
