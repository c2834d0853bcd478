/** Compiler passes 1 to 8, from a graph to the plan of a kernel: labels, lowering, sums, one-hot vectors, rows, sweeps, walks, memory. */
@NullMarked
package org.losses4j.engine.internal.plan;

import org.jspecify.annotations.NullMarked;
