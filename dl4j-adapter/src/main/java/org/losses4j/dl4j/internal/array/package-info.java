/** ND4J arrays: shapes, memory, operations that ND4J has in a form that is not exact. */
@NullMarked
package org.losses4j.dl4j.internal.array;

import org.jspecify.annotations.NullMarked;
