/** All that a user of the library touches: losses, objectives, the catalogue and specifications. */
@NullMarked
package org.losses4j;

import org.jspecify.annotations.NullMarked;
