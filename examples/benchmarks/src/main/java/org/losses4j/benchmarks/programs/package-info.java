/** How long the programs to copy take from start to finish, with this library's losses and without them. */
@NullMarked
package org.losses4j.benchmarks.programs;

import org.jspecify.annotations.NullMarked;
