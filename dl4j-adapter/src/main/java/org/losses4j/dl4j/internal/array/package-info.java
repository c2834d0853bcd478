/** ND4J arrays: shapes, memory, and accurate forms of operations that ND4J computes inexactly. */
@NullMarked
package org.losses4j.dl4j.internal.array;

import org.jspecify.annotations.NullMarked;
