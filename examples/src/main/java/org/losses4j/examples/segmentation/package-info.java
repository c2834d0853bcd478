/** Segmentation of digits in cluttered scenes, small digits too. */
@NullMarked
package org.losses4j.examples.segmentation;

import org.jspecify.annotations.NullMarked;
