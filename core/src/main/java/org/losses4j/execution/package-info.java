/** How an objective is prepared and run: recorded programs, fused objectives, chunks of rows. */
@NullMarked
package org.losses4j.execution;

import org.jspecify.annotations.NullMarked;
