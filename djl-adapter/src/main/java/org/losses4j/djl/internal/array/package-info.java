/** DJL's arrays: shapes, memory that arrays own, and what autograd has recorded. */
@NullMarked
package org.losses4j.djl.internal.array;

import org.jspecify.annotations.NullMarked;
