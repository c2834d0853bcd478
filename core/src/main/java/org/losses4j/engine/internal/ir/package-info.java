/** The intermediate form: a graph as terms over labels, without shapes. */
@NullMarked
package org.losses4j.engine.internal.ir;

import org.jspecify.annotations.NullMarked;
