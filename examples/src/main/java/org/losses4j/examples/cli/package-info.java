/** The command-line tool that {@code examples/run} starts. */
@NullMarked
package org.losses4j.examples.cli;

import org.jspecify.annotations.NullMarked;
