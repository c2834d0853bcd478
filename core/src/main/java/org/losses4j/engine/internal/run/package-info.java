/** Runs kernels: blocks of rows, tiles of memory, tiers, and the numbers that one sweep computes for the next. */
@NullMarked
package org.losses4j.engine.internal.run;

import org.jspecify.annotations.NullMarked;
