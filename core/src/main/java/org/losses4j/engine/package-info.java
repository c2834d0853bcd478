/** The fused engine for CPUs: compiles a graph to loops over host memory, which hold the whole formula in registers. */
@NullMarked
package org.losses4j.engine;

import org.jspecify.annotations.NullMarked;
