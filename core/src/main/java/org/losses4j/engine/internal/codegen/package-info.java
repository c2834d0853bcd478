/** The last pass: from a plan to a kernel, a hidden class of this package. */
@NullMarked
package org.losses4j.engine.internal.codegen;

import org.jspecify.annotations.NullMarked;
