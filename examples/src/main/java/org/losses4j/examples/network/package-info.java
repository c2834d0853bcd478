/** One small network in each framework, to be trained by any objective: the files to copy from. */
@NullMarked
package org.losses4j.examples.network;

import org.jspecify.annotations.NullMarked;
