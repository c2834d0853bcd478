/** Several labels for one image, some of them rare. */
@NullMarked
package org.losses4j.examples.multilabel;

import org.jspecify.annotations.NullMarked;
