/** What was computed before, kept for the next time. */
@NullMarked
package org.losses4j.cache;

import org.jspecify.annotations.NullMarked;
