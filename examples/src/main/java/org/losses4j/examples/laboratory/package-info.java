/** The laboratory of the tool: the same network under several losses, over seeds, judged, with tables. Nothing here is to be copied. */
@NullMarked
package org.losses4j.examples.laboratory;

import org.jspecify.annotations.NullMarked;
