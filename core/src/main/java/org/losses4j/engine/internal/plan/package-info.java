/** The passes from a graph to what a kernel is to do: labels, lowering, one-hot vectors, rows, sweeps, walks, memory. */
@NullMarked
package org.losses4j.engine.internal.plan;

import org.jspecify.annotations.NullMarked;
