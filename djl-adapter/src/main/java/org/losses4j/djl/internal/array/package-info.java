/** DJL's arrays: shapes, memory of their own, what autograd has on record. */
@NullMarked
package org.losses4j.djl.internal.array;

import org.jspecify.annotations.NullMarked;
