/** The library's own losses: their registration here, the losses themselves in packages by task. */
@NullMarked
package org.losses4j.loss;

import org.jspecify.annotations.NullMarked;
