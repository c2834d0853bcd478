/** A formula as data: recorded, differentiated, simplified, printed, and evaluated over any tensor. */
@NullMarked
package org.losses4j.graph;

import org.jspecify.annotations.NullMarked;
