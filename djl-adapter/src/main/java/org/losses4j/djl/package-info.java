/** Objectives as losses of DJL. */
@NullMarked
package org.losses4j.djl;

import org.jspecify.annotations.NullMarked;
