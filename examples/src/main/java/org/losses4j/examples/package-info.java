/** The training examples that there are; each has a package, and what they share is the laboratory. */
@NullMarked
package org.losses4j.examples;

import org.jspecify.annotations.NullMarked;
