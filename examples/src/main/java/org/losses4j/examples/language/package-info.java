/** A model of a text, whose last layer has thousands of classes and is trained whole or in chunks of rows. */
@NullMarked
package org.losses4j.examples.language;

import org.jspecify.annotations.NullMarked;
