/** A bounded cache of computed values, for programs and compiled code. */
@NullMarked
package org.losses4j.cache;

import org.jspecify.annotations.NullMarked;
