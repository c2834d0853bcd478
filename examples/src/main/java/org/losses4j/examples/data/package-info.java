/** The data that the examples train on: reading, splitting, scaling. */
@NullMarked
package org.losses4j.examples.data;

import org.jspecify.annotations.NullMarked;
