/** Benchmarks of values and gradients, next to the frameworks' own losses and to a stream of the same bytes. */
@NullMarked
package org.losses4j.benchmarks;

import org.jspecify.annotations.NullMarked;
