/** A loss of one's own: written as a record, registered by a provider. */
@NullMarked
package org.losses4j.examples.custom;

import org.jspecify.annotations.NullMarked;
