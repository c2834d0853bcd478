/** Digits cut out of scenes, small ones too. */
@NullMarked
package org.losses4j.examples.segmentation;

import org.jspecify.annotations.NullMarked;
