/** The library's own losses: their registration, and what several of them share. */
@NullMarked
package org.losses4j.loss;

import org.jspecify.annotations.NullMarked;
