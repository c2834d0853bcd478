/** The memory that programs read and write, and the layout of tensors in it. */
@NullMarked
package org.losses4j.engine.memory;

import org.jspecify.annotations.NullMarked;
