/** DJL's PyTorch engine, beyond DJL's own interfaces. */
@NullMarked
package org.losses4j.djl.internal.pytorch;

import org.jspecify.annotations.NullMarked;
