/** Training examples: what they have in common, and which there are. */
@NullMarked
package org.losses4j.examples;

import org.jspecify.annotations.NullMarked;
