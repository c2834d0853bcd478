/** How objectives are computed on DJL's arrays, and arrays as tensors. */
@NullMarked
package org.losses4j.djl.execution;

import org.jspecify.annotations.NullMarked;
