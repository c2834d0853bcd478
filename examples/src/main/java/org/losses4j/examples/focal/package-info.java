/** Focal loss against cross-entropy where positives are rare. */
@NullMarked
package org.losses4j.examples.focal;

import org.jspecify.annotations.NullMarked;
