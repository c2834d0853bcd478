/**
 * The laboratory of the tool: trains the same network under several losses over several seeds, judges it and writes tables.
 * Nothing here is meant to be copied.
 */
@NullMarked
package org.losses4j.examples.laboratory;

import org.jspecify.annotations.NullMarked;
