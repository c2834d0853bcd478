/** The language of losses: losses, objectives, reductions, the catalogue of names, and specifications. */
@NullMarked
package org.losses4j;

import org.jspecify.annotations.NullMarked;
