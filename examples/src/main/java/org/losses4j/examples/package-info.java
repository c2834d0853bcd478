/** The list of the training examples. Each example has a package; what they share is in the laboratory. */
@NullMarked
package org.losses4j.examples;

import org.jspecify.annotations.NullMarked;
