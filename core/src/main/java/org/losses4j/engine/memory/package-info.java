/** Memory that programs read and write, and where tensors lie in it. */
@NullMarked
package org.losses4j.engine.memory;

import org.jspecify.annotations.NullMarked;
