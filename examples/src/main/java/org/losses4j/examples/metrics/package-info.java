/** The figures that the examples are judged by. */
@NullMarked
package org.losses4j.examples.metrics;

import org.jspecify.annotations.NullMarked;
