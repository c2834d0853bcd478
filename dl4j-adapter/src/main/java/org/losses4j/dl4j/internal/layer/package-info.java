/** What layers and vertices are at work: what their configurations instantiate. */
@NullMarked
package org.losses4j.dl4j.internal.layer;

import org.jspecify.annotations.NullMarked;
