/** Pages of the catalogue: notes on each loss, and curves that are computed by the losses themselves. */
@NullMarked
package org.losses4j.examples.catalogue;

import org.jspecify.annotations.NullMarked;
