/** DJL losses that compute any objective. */
@NullMarked
package org.losses4j.djl;

import org.jspecify.annotations.NullMarked;
