/** The tensor interface that formulas are written in, and the float64 oracle. */
@NullMarked
package org.losses4j.tensor;

import org.jspecify.annotations.NullMarked;
