/** The test kit's cases on ND4J arrays and in small networks. */
@NullMarked
package org.losses4j.dl4j.conformance;

import org.jspecify.annotations.NullMarked;
