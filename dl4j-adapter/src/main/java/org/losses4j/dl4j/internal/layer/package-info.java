/** The runtimes of layers and vertices, which their configurations instantiate. */
@NullMarked
package org.losses4j.dl4j.internal.layer;

import org.jspecify.annotations.NullMarked;
