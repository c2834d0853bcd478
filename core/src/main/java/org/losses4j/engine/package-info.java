/** The fused CPU executor: a graph compiled to loops over host memory, which hold the whole formula in registers. */
@NullMarked
package org.losses4j.engine;

import org.jspecify.annotations.NullMarked;
