/** Training: a generator against a critic, gradient penalties, and a watch over what goes wrong. */
@NullMarked
package org.losses4j.djl.training;

import org.jspecify.annotations.NullMarked;
