/** The intermediate form of the compiler: a graph as terms, whose axes are labels instead of shapes. */
@NullMarked
package org.losses4j.engine.internal.ir;

import org.jspecify.annotations.NullMarked;
