/** A comparison of losses on data with outliers. */
@NullMarked
package org.losses4j.examples.outliers;

import org.jspecify.annotations.NullMarked;
