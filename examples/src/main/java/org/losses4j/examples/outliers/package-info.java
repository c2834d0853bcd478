/** Losses against outliers. */
@NullMarked
package org.losses4j.examples.outliers;

import org.jspecify.annotations.NullMarked;
