/** The test kit's cases on DJL's arrays. */
@NullMarked
package org.losses4j.djl.conformance;

import org.jspecify.annotations.NullMarked;
